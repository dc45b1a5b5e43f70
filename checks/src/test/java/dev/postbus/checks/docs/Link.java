package dev.postbus.checks.docs;

/**
 * A link of a document.
 *
 * @param line the line it is in, counted from 1
 * @param target what it points to, as written
 */
record Link(int line, String target) {}
