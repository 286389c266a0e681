"""P11: the memory of two web workers and the live socket's process, once they have worked."""

from __future__ import annotations

from benchmarks import load, product, servers
from benchmarks.load import request
from benchmarks.processes import proportional_kilobytes
from benchmarks.rounds import Finding, Goal
from benchmarks.setting import Report, Setting

KILOBYTES = 1024
REQUESTS_S = 2.0

P11 = Goal("P11", "2 web workers and the live socket, PSS", 250.0, unit=" MB")


def measure(setting: Setting) -> Report:
    """Let both workers answer for a while, pages and programs' questions, then weigh them."""
    site, calendar = setting.fleet.usual, setting.fleet.calendar
    with servers.product() as boom, servers.live() as live:
        page = request("GET", "/", host=f"{site.host}:{boom.port}", headers=product.address())
        seconds = min(REQUESTS_S, setting.sizes.slice_s * 3)
        for wires in (iter([page] * 200), product.availability(site, calendar, boom.port)):
            load.run(boom.port, wires, clients=8, seconds=seconds).insist(200)
        weights = {
            "pages": proportional_kilobytes([boom.pid]) / KILOBYTES,
            "live socket": proportional_kilobytes([live.pid]) / KILOBYTES,
        }
    report = Report([Finding(P11, [sum(weights.values())], is_ratio=False)])
    report.notes.append(", ".join(f"{name}: {weight:.0f} MB" for name, weight in weights.items()))
    return report
