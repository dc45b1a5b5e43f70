package dev.postbus.testkit.contract;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test its buses; the store of the test's context closes them afterwards. */
final class BusesExtension implements ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(BusesExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return Buses.class.isAssignableFrom(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getStore(NAMESPACE)
        .computeIfAbsent(Buses.class, key -> make((Contract) test.getRequiredTestInstance()));
  }

  private static Buses make(Contract contract) {
    BusFixture fixture = contract.newFixture();
    if (fixture instanceof RestartableBusFixture restartable) {
      return new RestartableBuses(restartable);
    }
    return fixture instanceof DurableBusFixture durable
        ? new DurableBuses(durable)
        : new Buses(fixture);
  }
}
