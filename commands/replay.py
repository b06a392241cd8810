"""run.py replay: a file of messages as many residents say them, and what became of them."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from commands.environment import HOME
from commands.staging import PROGRAM, fresh_folder, while_up

HELP = "feed a file of messages as many residents, and report latency and routes"


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="JSON lines, each with a text")
    parser.add_argument("--rate", type=float, default=0, help="messages a second (0: as fast as they go)")
    parser.add_argument("--residents", type=int, default=200, help="who say them")
    parser.add_argument("--households", type=int, default=600, help="size of the example community")
    parser.add_argument("--most", type=int, help="lines of the file at most")
    parser.add_argument("--limits", action="store_true", help="keep Telegram's limits")
    parser.add_argument("--port", type=int, default=8082)


async def run(given: Namespace) -> int:
    from tqdm import tqdm

    from sandbox.client import Client
    from sandbox.community import community, doors
    from sandbox.replay import replay
    from sandbox.stage import Fallen, Stage

    lines = given.file.read_text("utf-8").splitlines()[: given.most]
    config = _config(fresh_folder("replay") / "config.yaml", limits=given.limits)
    async with Stage(config.parent, PROGRAM, given.port, {"LINLI_CONFIG": str(config)}) as stage:
        try:
            limits = () if given.limits else ("--no-limits",)
            await stage.open_sandbox("--clock", "running", "--speed-journal", "off", *limits)
            community(given.households).save(stage.folder / "community.xlsx")
            await stage.run("import", "--yes", str(stage.folder / "community.xlsx"))
            await stage.start_bot()
            async with Client(stage.address) as client:
                with tqdm(total=len(lines) + given.residents, unit="message", disable=None) as bar:
                    report = await while_up(stage.watch(), replay(
                        client, lines, given.rate, given.residents, lambda done, _: bar.update(done - bar.n),
                        doors=doors(given.households), gather=0.0,
                    ))
        except Fallen as error:
            print(error, file=sys.stderr)
            return 1
    print("\n".join(report.lines()))
    return 0


def _config(path: Path, *, limits: bool) -> Path:
    """Our configuration without a time of gathering, and without limits unless they are wanted."""
    import yaml

    config = yaml.safe_load((HOME / "config.yaml").read_text("utf-8"))
    config["drafts"] |= {"gather": 0, "at_most": 0}
    config["flood"]["burst"] = 0
    if not limits:
        config["limits"] = dict.fromkeys(config["limits"], 0)
    path.write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    return path
