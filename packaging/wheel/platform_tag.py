"""Gives the wheel the tag of the platform that its Java runtime is for. packaging/wheel.sh says which."""

import os

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PlatformTag(BuildHookInterface):
    def initialize(self, version, build_data):
        build_data["pure_python"] = False
        build_data["tag"] = "py3-none-" + os.environ["WASM_CLASSIFY_WHEEL_PLATFORM"]
