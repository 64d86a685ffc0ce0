"""A client that knows nothing of us but WIRE.md: Python's `websockets`."""

import asyncio
import base64
import json
import sys
import urllib.request

import websockets

PORT = int(sys.argv[1])
BASE = f"127.0.0.1:{PORT}/realtime"
PROTOCOL = websockets.Subprotocol("rt.v1")


def connect(path="", **options):
    return websockets.connect(
        f"ws://{BASE}/websocket{path}",
        subprotocols=options.pop("subprotocols", [PROTOCOL]),
        **options,
    )


async def say(socket, type, **data):
    await socket.send(json.dumps({"type": type, "data": data}))


async def hear(socket, type):
    while True:
        frame = json.loads(await socket.recv())
        if frame["type"] == type:
            return frame


async def main(seen):
    bearer = {"Authorization": "Bearer t"}

    async with connect(extra_headers=bearer) as socket:
        seen["subprotocol"] = socket.subprotocol
        seen["hello"] = (await hear(socket, "rt.hello"))["data"]
        lobby = {"channel": "lobby", "params": {}, "start": "earliest"}
        await say(socket, "rt.subscribe", subscriptions=[lobby])
        results = (await hear(socket, "rt.subscribed"))["data"]["channels"]
        seen["subscribed"] = results
        seen["event"] = await hear(socket, "tick")
        message = {
            "type": "order.cancel",
            "id": "m1",
            "channel": "orders",
            "params": {"customerId": "42"},
            "data": {"orderId": "Zoë"},
        }
        # In fragments, as the protocol has it.
        text = json.dumps(message)
        await socket.send([text[:7], text[7:30], text[30:]])
        seen["reply"] = (await hear(socket, "rt.reply"))["data"]
        await socket.send(
            json.dumps(
                {"type": "count", "id": "s1", "channel": "chat", "data": {"to": 20}}
            )
        )
        parts = []
        for _ in range(16):
            parts.append((await hear(socket, "rt.part"))["data"]["data"]["n"])
        # Room for the end as well.
        await say(socket, "rt.more", id="s1", parts=5)
        for _ in range(4):
            parts.append((await hear(socket, "rt.part"))["data"]["data"]["n"])
        seen["parts"] = parts
        seen["end"] = (await hear(socket, "rt.reply"))["data"]
        await asyncio.wait_for(await socket.ping(), 5)
        cursor = seen["event"]["meta"]["cursor"]

    # On from the cursor, with the token as a subprotocol.
    token = base64.urlsafe_b64encode(b"t").rstrip(b"=").decode()
    protocols = [websockets.Subprotocol(f"bearer.{token}"), PROTOCOL]
    async with connect(subprotocols=protocols) as socket:
        seen["never echoed"] = socket.subprotocol
        lobby = {"channel": "lobby", "params": {}, "start": {"cursor": cursor}}
        await say(socket, "rt.subscribe", subscriptions=[lobby])
        results = (await hear(socket, "rt.subscribed"))["data"]["channels"]
        seen["recovered"] = results[0]["recovered"]
        seen["next"] = (await hear(socket, "tick"))["data"]

    # With a ticket.
    request = urllib.request.Request(
        f"http://{BASE}/websocket/ticket", method="POST", headers=bearer
    )
    with urllib.request.urlopen(request) as response:
        answer = json.load(response)
    seen["ticket"] = answer["expiresInMs"]
    async with connect(f"?ticket={answer['ticket']}") as socket:
        await hear(socket, "rt.hello")

    # Refused, and told why.
    try:
        async with connect():
            seen["refused"] = None
    except websockets.InvalidStatusCode as error:
        seen["refused"] = [error.status_code, error.headers["WWW-Authenticate"]]

    # Sent away.
    async with connect(extra_headers=bearer) as socket:
        await hear(socket, "rt.hello")
        await socket.send(b"binary")
        await socket.wait_closed()
        seen["closed"] = [socket.close_code, socket.close_reason]


seen = {}
try:
    asyncio.run(asyncio.wait_for(main(seen), 20))
except asyncio.TimeoutError:
    sys.exit(f"stuck after {seen}")
print(json.dumps(seen))
