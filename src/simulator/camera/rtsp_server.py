#!/usr/bin/env python3
"""An RTSP camera: serves one raw H.264 stream in an endless loop.

usage: rtsp_server.py FILE.h264 FRAMES_PER_SECOND PORT PATH

FILE is a byte stream with an access unit delimiter before each picture (x264's aud=1), without B-frames, that begins
with a key frame and its parameter sets, so that its end joins its beginning. Pictures are stamped by count at a
constant rate: time never goes back at a turn of the loop and never pauses. Port 0 takes a free one.
Prints one line, "listening PORT", when it takes clients; ends on SIGTERM.
"""
import signal
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402


def access_units(stream: bytes) -> list:
    """The pictures of the stream: it is cut before each access unit delimiter (NAL unit type 9)."""
    delimiter = b"\x00\x00\x00\x01\x09"
    starts = []
    at = stream.find(delimiter)
    while at >= 0:
        starts.append(at)
        at = stream.find(delimiter, at + len(delimiter))
    return [stream[a:b] for a, b in zip(starts, starts[1:] + [len(stream)])]


class LoopFactory(GstRtspServer.RTSPMediaFactory):
    """One pipeline shared by all clients, fed with the same pictures again and again."""

    def __init__(self, pictures: list, fps: int):
        super().__init__()
        self.pictures = pictures
        self.fps = fps
        # config-interval: parameter sets before every key frame, so that a client may join at any time.
        self.set_launch(
            "( appsrc name=source format=time block=false max-buffers=8 max-bytes=0 max-time=0"
            f" caps=video/x-h264,stream-format=byte-stream,alignment=au,framerate={fps}/1"
            " ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 )"
        )
        self.set_shared(True)

    def on_media(self, media):
        source = media.get_element().get_by_name_recurse_up("source")
        count = 0

        def feed(src, _length):
            nonlocal count
            picture = Gst.Buffer.new_wrapped(self.pictures[count % len(self.pictures)])
            picture.pts = picture.dts = count * Gst.SECOND // self.fps
            picture.duration = Gst.SECOND // self.fps
            count += 1
            src.emit("push-buffer", picture)

        source.connect("need-data", feed)


def main() -> None:
    file, fps, port, path = sys.argv[1:5]
    Gst.init(None)
    with open(file, "rb") as stream:
        pictures = access_units(stream.read())
    if not pictures:
        sys.exit("the file holds no access unit delimiters")
    factory = LoopFactory(pictures, int(fps))
    factory.connect("media-configure", lambda f, media: f.on_media(media))
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(port)
    server.get_mount_points().add_factory(path, factory)
    if server.attach(None) == 0:
        sys.exit("the port cannot be had")
    loop = GLib.MainLoop()
    for number in (signal.SIGTERM, signal.SIGINT):
        GLib.unix_signal_add(GLib.PRIORITY_HIGH, number, loop.quit)
    print(f"listening {server.get_bound_port()}", flush=True)
    loop.run()


main()
