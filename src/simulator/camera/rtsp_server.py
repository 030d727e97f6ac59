#!/usr/bin/env python3
"""An RTSP camera: serves one raw H.264 stream in an endless loop.

usage: rtsp_server.py FILE.h264 FRAMES_PER_SECOND PORT PATH [FAULTS]

FILE is a byte stream with an access unit delimiter before each picture (x264's aud=1), without B-frames, that begins
with a key frame and its parameter sets, so that its end joins its beginning. Pictures are stamped by count at a
constant rate: time never goes back at a turn of the loop and never pauses. Port 0 takes a free one.
Prints one line, "listening PORT", when it takes clients; ends on SIGTERM.

FAULTS is JSON of what goes wrong in each turn of the loop, in frames:
{"gaps": [[PICTURE, FRAMES], ...], "refused": [[PICTURE, FRAMES], ...]}
gaps: before this picture of the file nothing is sent for so many frames. refused: before this picture all clients are
thrown out and the port is closed for so many frames; then the loop goes on from there.
"""
import json
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

    def __init__(self, pictures: list, fps: int, faults: dict, refuse):
        super().__init__()
        self.pictures = pictures
        self.fps = fps
        self.gaps = dict(faults.get("gaps", []))
        self.refused = dict(faults.get("refused", []))
        self.refuse = refuse
        # Counts on over the turns of the loop and over connections: the picture that comes next.
        self.next = 0
        # config-interval: parameter sets before every key frame, so that a client may join at any time.
        self.set_launch(
            "( appsrc name=source format=time block=false max-buffers=8 max-bytes=0 max-time=0"
            f" caps=video/x-h264,stream-format=byte-stream,alignment=au,framerate={fps}/1"
            " ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 )"
        )
        self.set_shared(True)

    def on_media(self, media):
        source = media.get_element().get_by_name_recurse_up("source")
        tick = 0
        closing = False

        def feed(src, _length):
            nonlocal tick, closing
            if closing:
                return
            at = self.next % len(self.pictures)
            if at in self.refused and tick > 0:
                # What was fed is still on its way: the port closes when its time has come.
                closing = True
                ahead = 8 * 1000 // self.fps
                GLib.timeout_add(ahead, lambda: self.refuse(self.refused[at] * 1000 // self.fps))
                return
            # A pause of time stamps is a pause of the stream: pictures are sent by the clock.
            tick += self.gaps.get(at, 0) if tick > 0 else 0
            picture = Gst.Buffer.new_wrapped(self.pictures[at])
            picture.pts = picture.dts = tick * Gst.SECOND // self.fps
            picture.duration = Gst.SECOND // self.fps
            tick += 1
            self.next += 1
            src.emit("push-buffer", picture)

        source.connect("need-data", feed)


class Camera:
    """The server, which can be closed for a while."""

    def __init__(self, port: str, path: str, pictures: list, fps: int, faults: dict):
        factory = LoopFactory(pictures, fps, faults, self.close_for)
        factory.connect("media-configure", lambda f, media: f.on_media(media))
        self.server = GstRtspServer.RTSPServer()
        self.server.set_address("127.0.0.1")
        self.server.set_service(port)
        self.server.get_mount_points().add_factory(path, factory)
        self.source = 0

    def open(self) -> bool:
        self.source = self.server.attach(None)
        if self.source == 0:
            return False
        # Opened again it is to be found where it was.
        self.server.set_service(str(self.server.get_bound_port()))
        return True

    def close_for(self, milliseconds: int) -> bool:
        GLib.source_remove(self.source)
        self.server.client_filter(lambda server, client: GstRtspServer.RTSPFilterResult.REMOVE)
        GLib.timeout_add(milliseconds, self.reopen)
        return False

    def reopen(self) -> bool:
        # Tried again while the system still holds the port.
        return not self.open()


def main() -> None:
    file, fps, port, path = sys.argv[1:5]
    faults = json.loads(sys.argv[5]) if len(sys.argv) > 5 else {}
    Gst.init(None)
    with open(file, "rb") as stream:
        pictures = access_units(stream.read())
    if not pictures:
        sys.exit("the file holds no access unit delimiters")
    camera = Camera(port, path, pictures, int(fps), faults)
    if not camera.open():
        sys.exit("the port cannot be had")
    loop = GLib.MainLoop()
    for number in (signal.SIGTERM, signal.SIGINT):
        GLib.unix_signal_add(GLib.PRIORITY_HIGH, number, loop.quit)
    print(f"listening {camera.server.get_bound_port()}", flush=True)
    loop.run()


main()
