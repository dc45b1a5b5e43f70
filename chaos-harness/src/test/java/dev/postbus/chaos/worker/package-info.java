/** Tests. */
@org.jspecify.annotations.NullMarked
package dev.postbus.chaos.worker;
