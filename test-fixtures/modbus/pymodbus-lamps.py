"""Dimmable lamps behind a Modbus TCP server nobody of this project wrote (pymodbus of Debian), for tests.

argv[1] is JSON: {"units": [1, 2], "rampMs": 300}. Each unit has holding register 0 (level wanted, 0 to 254), input
register 1 (level given, follows at the speed of the ramp) and input register 2 (power in tenths of a watt). A lamp
starts dark. Prints the TCP port when it serves. Then each line of stdin is a JSON command, answered by one line with
{"unit": [level wanted, writes]}: {"kill": 3} a lamp falls silent, {"revive": 3} it is back and dark (it had no power),
{"restart": 3} it lost its level and is dark, {} nothing. Ends when its stdin is closed.
"""
import asyncio
import json
import sys
import time

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext
from pymodbus.datastore.store import BaseModbusDataBlock
from pymodbus.server.async_io import ModbusTcpServer

config = json.loads(sys.argv[1])


class Lamp:
    def __init__(self):
        self.writes = 0
        self.restart()

    def restart(self):
        self.origin = self.target = 0
        self.since = time.monotonic()

    def given(self):
        way = 254 * (time.monotonic() - self.since) * 1000 / config["rampMs"]
        left = self.target - self.origin
        return self.target if abs(left) <= way else round(self.origin + way * (1 if left > 0 else -1))

    def write(self, level):
        self.origin, self.target, self.since = self.given(), level, time.monotonic()
        self.writes += 1


class Holding(BaseModbusDataBlock):
    def __init__(self, lamp):
        self.lamp, self.address, self.default_value, self.values = lamp, 0, 0, [0]

    def validate(self, address, count=1):
        return address == 0 and count == 1

    def getValues(self, address, count=1):
        return [self.lamp.target]

    def setValues(self, address, values):
        self.lamp.write(values[0] if isinstance(values, list) else values)


class Input(Holding):
    def validate(self, address, count=1):
        return address >= 1 and address + count <= 3

    def getValues(self, address, count=1):
        level = self.lamp.given()
        return [0, level, round(level / 254 * 600)][address : address + count]


async def main():
    lamps = {unit: Lamp() for unit in config["units"]}
    slaves = {u: ModbusSlaveContext(hr=Holding(lamp), ir=Input(lamp), zero_mode=True) for u, lamp in lamps.items()}
    context = ModbusServerContext(dict(slaves), single=False)
    server = ModbusTcpServer(context, address=("127.0.0.1", 0), ignore_missing_slaves=True, allow_reuse_address=True)
    serving = asyncio.ensure_future(server.serve_forever())
    await server.serving
    print(server.server.sockets[0].getsockname()[1], flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        command = json.loads(line)
        if "kill" in command:
            del context[command["kill"]]
        if "revive" in command:
            lamps[command["revive"]].restart()
            context[command["revive"]] = slaves[command["revive"]]
        if "restart" in command:
            lamps[command["restart"]].restart()
        print(json.dumps({u: [lamp.target, lamp.writes] for u, lamp in lamps.items()}), flush=True)
    serving.cancel()


asyncio.run(main())
