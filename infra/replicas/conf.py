"""What a shop may turn about its read replicas."""

from __future__ import annotations

from infra.conf import Knob


class ReplicaConf:
    REPLICA_MAX_LAG = Knob(
        5.0,
        unit="seconds",
        help="A read replica that is further behind the primary answers nobody until it has "
        "caught up.",
        at_least=1,
        at_most=300,
    )


conf = ReplicaConf()
