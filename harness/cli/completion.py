"""``harness completion``: TAB completes verbs, options, choices and the names of stored submissions."""

import argparse

from rich.console import Console

from harness.cli.common import say
from harness.cli.parser import none_of
from harness.words.phrase import phrase

HELP = phrase("verb.completion")
EXAMPLES = (
    ("harness completion bash", phrase("example.completion.1")),
    ("harness completion zsh", phrase("example.completion.2")),
    ("harness completion fish", phrase("example.completion.3")),
)
SHELL = "SHELL"
ANSWER = "answer"
"""What the scripts call: prints how the last of the words may go on, one a line; nothing where it is a file."""

# Each hands the words up to the cursor to the harness that stands in the command, and completes files where nothing comes.
BASH = """\
_harness() {
    mapfile -t COMPREPLY < <("$1" completion answer -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _harness harness
"""
ZSH = """\
_harness() {
    local -a found
    found=("${(@f)$(${~words[1]} completion answer -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -n "$found" ]]; then compadd -- "${found[@]}"; else _files; fi
}
compdef _harness harness
"""
FISH = """\
function __harness_complete
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    set -l found ($words[1] completion answer -- $words[2..-1] "$last" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        __fish_complete_path "$last"
    end
end
complete -c harness -f -a '(__harness_complete)'
"""
SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    parser.add_argument("shell", type=_shell, metavar=SHELL, help=", ".join(SCRIPTS))
    # With a default of its own argparse does not say that it is missing.
    parser.add_argument("words", nargs="*", default=[], help=argparse.SUPPRESS)


def _shell(text: str) -> str:
    if text not in (*SCRIPTS, ANSWER):
        raise none_of(SHELL, list(SCRIPTS), text)
    return text


def run(given: argparse.Namespace, console: Console) -> int:
    """Prints the script, or an answer to it; returns 0. Raises nothing: a TAB must not print a sentence."""
    if given.shell != ANSWER:
        say(console, SCRIPTS[given.shell].rstrip("\n"))
        return 0
    from harness.cli import VERBS
    from harness.cli.completing import continuations

    for one in continuations(VERBS, given.words):
        say(console, one)
    return 0
