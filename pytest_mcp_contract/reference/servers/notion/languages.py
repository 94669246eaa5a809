"""The programming languages that Notion knows.

Source: https://developers.notion.com/reference/block#code
"""

PLAIN = "plain text"

_NAMES = """
abap, abc, agda, arduino, ascii art, assembly, bash, basic, bnf, c, c#, c++, clojure, coffeescript, coq, css,
dart, dhall, diff, docker, ebnf, elixir, elm, erlang, f#, flow, fortran, gherkin, glsl, go, graphql, groovy,
haskell, hcl, html, idris, java, javascript, json, julia, kotlin, latex, less, lisp, livescript, llvm ir, lua,
makefile, markdown, markup, mathematica, matlab, mermaid, nix, notion formula, objective-c, ocaml, pascal,
perl, php, plain text, powershell, prolog, protobuf, purescript, python, r, racket, reason, ruby, rust, sass,
scala, scheme, scss, shell, smalltalk, solidity, sql, swift, toml, typescript, vb.net, verilog, vhdl, visual
basic, webassembly, xml, yaml
"""
_LANGUAGES = frozenset(" ".join(name.split()) for name in _NAMES.split(","))
_ALIASES = {
    "console": "shell",
    "cpp": "c++",
    "cs": "c#",
    "csharp": "c#",
    "dockerfile": "docker",
    "fsharp": "f#",
    "golang": "go",
    "hs": "haskell",
    "js": "javascript",
    "jsx": "javascript",
    "kt": "kotlin",
    "make": "makefile",
    "md": "markdown",
    "objc": "objective-c",
    "proto": "protobuf",
    "ps1": "powershell",
    "py": "python",
    "rb": "ruby",
    "rs": "rust",
    "sh": "shell",
    "svg": "xml",
    "terraform": "hcl",
    "tex": "latex",
    "ts": "typescript",
    "tsx": "typescript",
    "wasm": "webassembly",
    "yml": "yaml",
    "zsh": "shell",
}


def language(name: str) -> str:
    """Notion's name of a language, which refuses all others; `plain text` for one that it does not know."""
    known = " ".join(name.lower().split())
    known = _ALIASES.get(known, known)
    return known if known in _LANGUAGES else PLAIN
