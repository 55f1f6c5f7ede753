"""A mail server that reports what it took, and refuses the recipients whose names say so."""

import asyncio
import json
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name.isdigit():
            return f"{name} no, {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        report = {
            "from": str(mail["From"]),
            "to": envelope.rcpt_tos,
            "id": str(mail["Message-ID"]),
            "subject": str(mail["Subject"]),
            "automatic": str(mail["Auto-Submitted"]),
            "text": mail.get_content(),
        }
        print(json.dumps(report), flush=True)
        return "250 taken"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(), enable_SMTPUTF8=True), "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await server.serve_forever()


asyncio.run(main())
