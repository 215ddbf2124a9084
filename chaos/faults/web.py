"""Web processes that are killed, and clients that go away."""

from __future__ import annotations

import socket

from catalog.models import ProductImage
from chaos import processes
from chaos.fault import NotSurvivedError, fault
from chaos.pictures import path_of, request_of
from chaos.shop import Shop

DISCONNECTS = 200


@fault("F04", "the web processes are killed while uploads come")
def kill_web(shop: Shop) -> str:
    with shop.ledger.sending(60, clients=4) as sent:
        shop.wait(lambda: len(sent.accepted) >= 10, 30)
        shop.say("kill -9 of all web processes")
        shop.may_leave_files = True
        processes.kill(shop.web)
    shop.mend()
    again = shop.ledger.send_again(sent)
    if again.refused:
        raise NotSurvivedError(f"{len(again.refused)} uploads failed when they were sent again")
    return f"{len(sent.refused)} uploads broke off, and were taken when sent again"


@fault("F37", f"{DISCONNECTS} clients go away in the middle of an upload")
def disconnect(shop: Shop) -> str:
    web, pictures = processes.children(shop.web), ProductImage.objects.count()
    shop.get("/")
    before = sum(child.num_fds() for child in web)
    head, body = request_of(0)
    told = [f"POST {path_of(0)} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    told += [f"{name}: {value}" for name, value in head.items()]
    for number in range(DISCONNECTS):
        with socket.create_connection(("127.0.0.1", shop.port), timeout=10) as client:
            client.sendall("\r\n".join([*told, "", ""]).encode())
            client.sendall(body[: len(body) * (number % 100) // 100])
    shop.wait(lambda: sum(child.num_fds() for child in web) <= before + 4, 10, lambda: "open files")
    if ProductImage.objects.count() != pictures:
        raise NotSurvivedError("half an upload was taken")
    if shop.ledger.send(3).refused:
        raise NotSurvivedError("uploads are refused afterwards")
    return ""
