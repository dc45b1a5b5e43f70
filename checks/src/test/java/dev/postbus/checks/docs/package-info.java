/**
 * Keeps the documentation true: every code block is compiled, parsed or run, every link leads
 * somewhere, every test and script it names exists. Start with {@code DocumentationTest}.
 */
@NullMarked
package dev.postbus.checks.docs;

import org.jspecify.annotations.NullMarked;
