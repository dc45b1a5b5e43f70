/**
 * The command line: each command asks one thing of a bus on Redis and prints it for people or as
 * JSON. Start at {@link dev.postbus.cli.Postbus}.
 */
@NullMarked
package dev.postbus.cli;

import org.jspecify.annotations.NullMarked;
