/**
 * Runs the JMH benchmarks, which are in the packages of what they measure, because that is not
 * public.
 */
@org.jspecify.annotations.NullMarked
package dev.postbus.benchmarks.micro;
