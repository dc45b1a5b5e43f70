/** Holds the modules to the design: the arrows between them and what the public API owes users. */
@NullMarked
package dev.postbus.checks.architecture;

import org.jspecify.annotations.NullMarked;
