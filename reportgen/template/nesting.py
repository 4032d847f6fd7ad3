"""Things in a row with tags among them -> the same as a tree: what stands between if and endif, for and endfor, is one block.

The things may be the pieces of a paragraph, or whole paragraphs of which some only hold a tag.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Branch(Generic[Thing]):
    """What is printed where a tag says so: `tag` is an if or for, elif or else."""

    tag: Thing
    body: tuple[Thing | Block[Thing], ...]


@dataclass(frozen=True)
class Block(Generic[Thing]):
    """The branches of an if with its elif and else, or of a for with its else; `end` is the endif or endfor, None where it is missing."""

    branches: tuple[Branch[Thing], ...]
    end: Thing | None


Nodes = tuple[Thing | Block[Thing], ...]


def nested(row: Iterable[Thing], word: Callable[[Thing], str]) -> Nodes[Thing]:
    """Return a row as a tree; `word` says of a thing which word its tag begins with, '' for all that is no block's tag.

    Of a template with faults, a tag that goes on with or ends a block that nothing opened stays as it is.
    """
    top: list[Thing | Block[Thing]] = []
    waiting: list[list[tuple[Thing, list[Thing | Block[Thing]]]]] = []  # for each open block, its branches so far

    def here() -> list[Thing | Block[Thing]]:
        return waiting[-1][-1][1] if waiting else top

    def close(end: Thing | None) -> None:
        branches = tuple(Branch(tag, tuple(body)) for tag, body in waiting.pop())
        here().append(Block(branches, end))

    for thing in row:
        said = word(thing)
        if said in {"if", "for"}:
            waiting.append([(thing, [])])
        elif said in {"elif", "else"} and waiting:
            waiting[-1].append((thing, []))
        elif said in {"endif", "endfor"} and waiting:
            close(thing)
        else:
            here().append(thing)
    while waiting:
        close(None)
    return tuple(top)


def in_a_row(node: Thing | Block[Thing]) -> Iterator[Thing]:
    """Yield all that a node of the tree is made of, tags too, in the order in which it stands."""
    if not isinstance(node, Block):
        yield node
        return
    for branch in node.branches:
        yield branch.tag
        for inner in branch.body:
            yield from in_a_row(inner)
    if node.end is not None:
        yield node.end


def blocks(tree: Nodes[Thing]) -> Iterator[Block[Thing]]:
    """Yield every block, those in others too, in the order in which they begin."""
    for node in tree:
        if isinstance(node, Block):
            yield node
            for branch in node.branches:
                yield from blocks(branch.body)


Around = tuple[tuple[Thing, ...], ...]


def with_tags_around(tree: Nodes[Thing], around: Around[Thing] = ()) -> Iterator[tuple[Thing, Around[Thing]]]:
    """Yield all but the tags of blocks, each with the tags around it: for each block from outside in, its if or for, and the elif and
    else up to where the thing stands."""
    for node in tree:
        if not isinstance(node, Block):
            yield node, around
            continue
        for number, branch in enumerate(node.branches, 1):
            tags = tuple(one.tag for one in node.branches[:number])
            yield from with_tags_around(branch.body, (*around, tags))
