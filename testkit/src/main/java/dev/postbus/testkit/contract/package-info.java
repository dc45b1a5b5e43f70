/**
 * The contract that every adapter passes, split by subject, for authors of adapters. Implement
 * {@link dev.postbus.testkit.contract.BusFixture}, then the contract interfaces of what the adapter
 * promises, and compare with {@link dev.postbus.testkit.contract.BehaviourCoverage}. Needs JUnit
 * Jupiter, AssertJ and Awaitility.
 */
@NullMarked
package dev.postbus.testkit.contract;

import org.jspecify.annotations.NullMarked;
