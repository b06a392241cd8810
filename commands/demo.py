"""run.py demo: sandbox, example community, bot and a small cast that plays the loop; then everything stays up."""

import sys
from argparse import ArgumentParser, Namespace

from commands.staging import PROGRAM, fresh_folder, while_up

HELP = "show everything on this machine, without a Telegram account"


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8081, help="of the sandbox's page")
    parser.add_argument("--households", type=int, default=7878, help="size of the example community")
    parser.add_argument("--leave", action="store_true", help="end after the play instead of staying up")


async def run(given: Namespace) -> int:
    from sandbox.cast import gather
    from sandbox.client import Client, NotSeen
    from sandbox.community import community
    from sandbox.scenes import play
    from sandbox.stage import Fallen, Stage

    async with Stage(fresh_folder("demo"), PROGRAM, given.port) as stage:
        try:
            await stage.open_sandbox("--clock", "running")
            async with Client(stage.address) as client:
                cast = await gather(client)
                print(f"示例社区 {given.households} 户 / example community, {given.households} households", flush=True)
                community(given.households, known=cast.known).save(stage.folder / "community.xlsx")
                await stage.run("import", "--yes", str(stage.folder / "community.xlsx"))
                await stage.start_bot()
                phones = ",".join(str(phone.id) for phone in cast.phones)
                address = f"{stage.address}/?people={phones}&lang=zh"
                print(f"\n打开 / open  {address}\n", flush=True)
                await while_up(stage.watch(), play(client, cast, lambda text: print(text, flush=True)))
            if not given.leave:
                print(f"\n{address}\nCtrl+C 结束 / to stop", flush=True)
                await stage.watch()
        except (Fallen, NotSeen) as error:
            print(f"{error}\n{stage.log}", file=sys.stderr)
            return 1
    return 0
