#!/usr/bin/python3
"""A real RTSP server (GStreamer) that plays H.264 video files in a loop, for tests and for the simulated field.

    rtsp-server.py [--port 0] [--path /stream] [--user U --password P] [--freeze-after SECONDS] FILE [FILE ...]

Listens on 127.0.0.1 and prints `ready PORT` when it does (port 0: one that is free). Several files are played one after
the other, so a second file of another size is a resolution change in mid-stream. Access units are read once, without
decoding, and given to every client at the pace of their own time stamps. `--freeze-after`: the stream stays open and
falls silent after that many seconds. `--user`: Digest authentication is demanded. Ends on SIGTERM, and when
its stdin ends (`--until-stdin`), so that it cannot outlive the test that started it.
Needs python3-gi, gir1.2-gst-rtsp-server-1.0, gstreamer1.0-plugins-good and -bad.
"""

import argparse
import os
import signal
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstApp", "1.0")
gi.require_version("GstRtspServer", "1.0")
gi.require_version("GstRtsp", "1.0")
from gi.repository import GLib, Gst, GstApp, GstRtsp, GstRtspServer  # noqa: E402, F401

CAPS = "video/x-h264,stream-format=byte-stream,alignment=au"


def read_access_units(path):
    """All access units of a file as [(bytes, pts, duration)], times in ns from 0. Parameter sets before each IDR."""
    demuxer = "" if path.endswith((".h264", ".264")) else "qtdemux ! "
    pipeline = Gst.parse_launch(
        f'filesrc name=file ! {demuxer}h264parse config-interval=-1 ! {CAPS} ! appsink name=out sync=false'
    )
    pipeline.get_by_name("file").set_property("location", path)
    out = pipeline.get_by_name("out")
    pipeline.set_state(Gst.State.PLAYING)
    units = []
    while True:
        sample = out.emit("try-pull-sample", 10 * Gst.SECOND)
        if sample is None:
            break
        buffer = sample.get_buffer()
        units.append((buffer.extract_dup(0, buffer.get_size()), buffer.pts, buffer.dts, buffer.duration))
    pipeline.set_state(Gst.State.NULL)
    if not units:
        sys.exit(f"rtsp-server: no H.264 video in {path}")
    known = [d for (_, _, _, d) in units if d != Gst.CLOCK_TIME_NONE]
    duration = known[0] if known else Gst.SECOND // 25
    first = min((p for (_, p, _, _) in units if p != Gst.CLOCK_TIME_NONE), default=0)
    timed = []
    for i, (data, pts, dts, _) in enumerate(units):
        pts = i * duration if pts == Gst.CLOCK_TIME_NONE else pts - first
        dts = pts if dts == Gst.CLOCK_TIME_NONE else dts - first
        timed.append((data, pts, dts, duration))
    return timed


class LoopFactory(GstRtspServer.RTSPMediaFactory):
    def __init__(self, units, length, freeze_after):
        super().__init__()
        self.units, self.length, self.freeze_after = units, length, freeze_after
        self.set_shared(False)

    def do_create_element(self, _url):
        return Gst.parse_launch(
            f"appsrc name=src is-live=true format=time block=false max-bytes=2000000 caps={CAPS} "
            "! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1"
        )

    def do_configure(self, media):
        state = {"next": 0}
        source = media.get_element().get_by_name_recurse_up("src")
        source.connect("need-data", self.on_need_data, state)

    def on_need_data(self, source, _length, state):
        i = state["next"]
        data, pts, dts, duration = self.units[i % len(self.units)]
        offset = (i // len(self.units)) * self.length
        if self.freeze_after is not None and pts + offset > self.freeze_after * Gst.SECOND:
            return  # nothing more is ever pushed: the connection stays, the picture does not
        buffer = Gst.Buffer.new_wrapped(data)
        buffer.pts, buffer.duration = pts + offset, duration
        buffer.dts = max(0, dts + offset)
        state["next"] = i + 1
        source.emit("push-buffer", buffer)


def play_list(files):
    """The access units of all files in a row, and the length of it all in ns."""
    units, length = [], 0
    for path in files:
        own = read_access_units(path)
        units += [(data, pts + length, dts + length, duration) for (data, pts, dts, duration) in own]
        length = max(pts + duration for (_, pts, _, duration) in units)
    return units, length


def demand_login(server, factory, user, password):
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "user")
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    auth.add_digest(user, password, token)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role("user", "media.factory.access", True)
    permissions.add_permission_for_role("user", "media.factory.construct", True)
    factory.set_permissions(permissions)
    server.set_auth(auth)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--path", default="/stream")
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--freeze-after", type=float)
    parser.add_argument("--until-stdin", action="store_true", help="end when stdin ends")
    args = parser.parse_args()

    Gst.init(None)
    units, length = play_list(args.files)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(str(args.port))
    factory = LoopFactory(units, length, args.freeze_after)
    if args.user:
        demand_login(server, factory, args.user, args.password or "")
    server.get_mount_points().add_factory(args.path, factory)
    if server.attach(None) == 0:
        sys.exit(f"rtsp-server: port {args.port} of 127.0.0.1 cannot be opened")

    loop = GLib.MainLoop()
    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGTERM, loop.quit)
    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGINT, loop.quit)
    if args.until_stdin:
        def wait():
            # Not sys.stdin: its lock, held by a daemon thread, aborts the interpreter at its end.
            while os.read(0, 4096):
                pass
            GLib.idle_add(loop.quit)
        threading.Thread(target=wait, daemon=True).start()
    print("ready", server.get_bound_port(), flush=True)
    loop.run()


main()
