@NullMarked
package dev.postbus.testkit.contract;

import org.jspecify.annotations.NullMarked;
