"""Puts the seeded objects back before every test."""

import os
import urllib.request

import pytest


@pytest.fixture(autouse=True)
def restore_seeds():
    headers = {"authorization": f"Bearer {os.environ['SEEDS_KEY']}"}
    request = urllib.request.Request(
        os.environ["SEEDS_URL"], method="POST", headers=headers
    )
    with urllib.request.urlopen(request) as answer:
        answer.read()
