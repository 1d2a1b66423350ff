package dev.pollux.server.tag;

/** What clients may do with a tag, before the rights of the user are looked at. */
public enum Access {
    READ,
    READ_WRITE
}
