@NullMarked
package dev.postbus.testkit;

import org.jspecify.annotations.NullMarked;
