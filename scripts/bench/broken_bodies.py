"""Sends broken bodies to a server among good ones, and fails if a good one is not answered rightly: broken_bodies.py ADDRESS PICTURE COUNT

The broken ones are the picture cut short, the picture with bytes changed, and noise. Each of them may be refused, but not end in a server
error. Prints how many answers of each status there were.
"""

import collections
import http.client
import random
import sys
import threading
import urllib.parse

CLIENTS = 8
REFUSED_OR_CLASSIFIED = {200, 400, 413, 415, 422}


def broken(picture, chance):
    kind = chance.randrange(3)
    if kind == 0:
        return picture[: chance.randrange(len(picture))]
    if kind == 1:
        changed = bytearray(picture)
        for _ in range(chance.randint(1, 50)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        return bytes(changed)
    return chance.randbytes(chance.randrange(10_000))


class Client(threading.Thread):
    """Sends as many good bodies as broken ones."""

    def __init__(self, address, picture, count, seed):
        super().__init__()
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=60)
        self.picture, self.count, self.chance = picture, count, random.Random(seed)
        self.statuses, self.answers, self.errors = collections.Counter(), set(), []

    def ask(self, body):
        headers = {"Accept": "text/plain", "Content-Type": "application/octet-stream"}
        self.connection.request("POST", "/classify", body, headers)
        response = self.connection.getresponse()
        return response.status, response.read()

    def run(self):
        try:
            for _ in range(self.count):
                status, _ = self.ask(broken(self.picture, self.chance))
                self.statuses[status] += 1
                self.answers.add(self.ask(self.picture))
        except (OSError, http.client.HTTPException) as error:
            self.errors.append(error)


def main():
    address, file, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with open(file, "rb") as stream:
        picture = stream.read()
    clients = [Client(address, picture, count // CLIENTS, seed) for seed in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    statuses = sum((client.statuses for client in clients), collections.Counter())
    answers = set().union(*(client.answers for client in clients))
    errors = [error for client in clients for error in client.errors]
    print(f"{sum(statuses.values())} broken bodies: statuses {dict(sorted(statuses.items()))}; as many good ones: {sorted(answers)}")
    if errors or len(answers) != 1 or {status for status, _ in answers} != {200} or not set(statuses) <= REFUSED_OR_CLASSIFIED:
        sys.exit(f"not all were answered rightly: {errors}")


main()
