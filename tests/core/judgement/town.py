"""A made-up world whose truth is known: interests, stories, voices that repeat themselves."""

import random
from dataclasses import dataclass

from kith.core.judgement.features import Features, features
from kith.core.judgement.matrix import Matrix
from kith.core.judgement.space import Space, space_of

TOPICS = {
    "bees": "bee hive honey pollen swarm queen nectar keeper comb meadow brood wax",
    "memory": "memory recall spacing retrieval forgetting learner practice quiz repetition curve",
    "ovens": "oven bread sourdough crust flour baker loaf yeast dough proofing starter rye",
    "rivers": "river flood delta sediment dam estuary salmon bank current gauge basin lock",
    "glaciers": "glacier ice moraine crevasse melt alpine core firn calving snowline ridge",
    "中文": "间隔重复 记忆曲线 学习方法 主动回忆 复习计划 遗忘规律",
    "Deutsch": "Gedächtnis Lernkartei Vokabeln Wiederholung Sprachunterricht Merktechnik Lernplan",
}
_FILLER = """
today morning small garden report letter village window evening walk talk photo update story
question answer idea look thing people town place year week day life work time part
"""
FILLER = _FILLER.split()


@dataclass(frozen=True)
class Piece:
    """One entry, and what it is about."""

    topic: str
    title: str
    summary: str
    voice: int = 0
    at: float = 0.0  # days
    story: int = -1

    @property
    def text(self) -> str:
        return f"{self.title}. {self.summary}"

    @property
    def features(self) -> Features:
        return features(self.title, self.summary)


def piece(dice: random.Random, topic: str, voice: int = 0, at: float = 0.0) -> Piece:
    """An entry about a topic: a third of its words are of it."""
    own = TOPICS[topic].split()

    def some(length: int) -> str:
        words = dice.sample(own, k=min(len(own), max(2, length // 3)))
        words += dice.choices(FILLER, k=length - len(words))
        dice.shuffle(words)
        return " ".join(words)

    return Piece(topic, some(7), some(18), voice, at)


def town(seed: int = 1, each: int = 40) -> list[Piece]:
    """So many entries of each topic, over 60 days and 20 voices, shuffled."""
    dice = random.Random(seed)
    pieces = [
        piece(dice, topic, dice.randrange(20), dice.random() * 60)
        for topic in TOPICS
        for _ in range(each)
    ]
    dice.shuffle(pieces)
    return pieces


def matrix(pieces: list[Piece]) -> Matrix:
    """Their features."""
    return Matrix.of(one.features for one in pieces)


def world(seed: int = 1, each: int = 40) -> tuple[list[Piece], Matrix, Space]:
    """Entries, their features and what is rare among them."""
    pieces = town(seed, each)
    held = matrix(pieces)
    return pieces, held, space_of(held)


PIECES_OF_ALL = [one.title for one in town()]
