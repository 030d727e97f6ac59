"""A Modbus server nobody of this project wrote, for tests: pymodbus of Debian, over TCP, RTU over TCP or a serial port.

argv[1] is JSON: {"units": {"1": {"input": {"0": 17, ...}, "holding": ..., "coil": ..., "discrete": ...}}, "serial"?: path,
"baudrate"?: 9600, "framer"?: "rtu", "ignoreMissing"?: true}. Addresses that are not named do not exist (exception 2).
Prints the TCP port, or "serial", on a line of its own when it serves. Ends when its stdin is closed.
"""
import asyncio
import json
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.server.async_io import ModbusSerialServer, ModbusTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer

config = json.loads(sys.argv[1])


class Block(ModbusSparseDataBlock):
    """Sparse, and never empty for pymodbus."""

    def __init__(self, values):
        self.missing = {int(a): v for a, v in values.items()}
        super().__init__(self.missing or {65536: 0})

    def validate(self, address, count=1):
        return all(a in self.values for a in range(address, address + count))


def slave(tables):
    return ModbusSlaveContext(
        di=Block(tables.get("discrete", {})),
        co=Block(tables.get("coil", {})),
        ir=Block(tables.get("input", {})),
        hr=Block(tables.get("holding", {})),
        zero_mode=True,
    )


async def main():
    context = ModbusServerContext({int(u): slave(t) for u, t in config["units"].items()}, single=False)
    missing = config.get("ignoreMissing", True)
    if "serial" in config:
        server = ModbusSerialServer(
            context,
            framer=ModbusRtuFramer,
            port=config["serial"],
            baudrate=config.get("baudrate", 9600),
            ignore_missing_slaves=missing,
        )
        await server.start()
        print("serial", flush=True)
        serving = asyncio.ensure_future(server.serve_forever())
    else:
        framer = ModbusRtuFramer if config.get("framer") == "rtu" else ModbusSocketFramer
        server = ModbusTcpServer(
            context, framer=framer, address=("127.0.0.1", config.get("port", 0)), ignore_missing_slaves=missing,
            allow_reuse_address=True,
        )
        serving = asyncio.ensure_future(server.serve_forever())
        await server.serving
        print(server.server.sockets[0].getsockname()[1], flush=True)
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, sys.stdin.read)
    serving.cancel()


asyncio.run(main())
