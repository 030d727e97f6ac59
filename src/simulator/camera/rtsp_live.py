#!/usr/bin/env python3
"""A live RTSP camera: serves what encoders send it, as it comes.

usage: rtsp_live.py PORT PATH

Prints one line, "listening PORT FEED", when it takes clients. Encoders connect to the loopback port FEED, one after the
other, and send raw H.264 with an access unit delimiter before each picture and parameter sets before each key frame.
A picture is stamped when it arrives; a client gets its first one at the next key frame. Without clients nothing is kept.
Port 0 takes a free one. Ends on SIGTERM.
"""
import signal
import socket
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

DELIMITER = b"\x00\x00\x00\x01\x09"
# More than a picture ever needs: a sender that sends no delimiters must not fill our memory.
LONGEST = 8 << 20


def is_key(picture: bytes) -> bool:
    """True where a picture carries a sequence parameter set (NAL unit type 7): encoders repeat it at key frames."""
    at = picture.find(b"\x00\x00\x01")
    while 0 <= at < len(picture) - 3:
        if picture[at + 3] & 31 == 7:
            return True
        at = picture.find(b"\x00\x00\x01", at + 3)
    return False


class Relay:
    """The appsrc of each prepared media, and whether it has had its key frame."""

    def __init__(self):
        self.lock = threading.Lock()
        self.sources = []

    def add(self, source):
        with self.lock:
            self.sources.append([source, False])

    def push(self, picture: bytes):
        with self.lock:
            key = is_key(picture)
            kept = []
            for source, begun in self.sources:
                if begun or key:
                    flow = source.emit("push-buffer", Gst.Buffer.new_wrapped(picture))
                    if flow != Gst.FlowReturn.OK:
                        continue
                    begun = True
                kept.append([source, begun])
            self.sources = kept


def feed(server: socket.socket, relay: Relay):
    while True:
        connection, _ = server.accept()
        rest = b""
        with connection:
            while True:
                try:
                    chunk = connection.recv(1 << 16)
                except OSError:
                    break
                if not chunk:
                    break
                pictures = (rest + chunk).split(DELIMITER)
                # What follows the last delimiter may go on.
                rest = DELIMITER + pictures[-1] if len(pictures) > 1 else pictures[0]
                if len(rest) > LONGEST:
                    rest = b""
                for picture in pictures[:-1]:
                    if picture:
                        whole = picture if picture.startswith(DELIMITER) else DELIMITER + picture
                        relay.push(whole)


class LiveFactory(GstRtspServer.RTSPMediaFactory):
    """One pipeline shared by all clients."""

    def __init__(self, relay: Relay):
        super().__init__()
        self.relay = relay
        # config-interval: parameter sets before every key frame, so that a client may join at any time.
        self.set_launch(
            "( appsrc name=source is-live=true do-timestamp=true format=time block=false max-buffers=60 max-bytes=0"
            " leaky-type=downstream caps=video/x-h264,stream-format=byte-stream,alignment=au"
            " ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 )"
        )
        self.set_shared(True)

    def on_media(self, media):
        self.relay.add(media.get_element().get_by_name_recurse_up("source"))


def main() -> None:
    port, path = sys.argv[1:3]
    Gst.init(None)
    relay = Relay()
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=feed, args=(listener, relay), daemon=True).start()
    factory = LiveFactory(relay)
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
    print(f"listening {server.get_bound_port()} {listener.getsockname()[1]}", flush=True)
    loop.run()


main()
