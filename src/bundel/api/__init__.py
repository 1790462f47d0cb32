"""The door for programs: the engines over HTTP, described by OpenAPI, after the NL API Design Rules."""
