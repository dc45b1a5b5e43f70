/** Helpers for tests of code that uses Postbus, and the contract that every adapter passes. */
@NullMarked
package dev.postbus.testkit;

import org.jspecify.annotations.NullMarked;
