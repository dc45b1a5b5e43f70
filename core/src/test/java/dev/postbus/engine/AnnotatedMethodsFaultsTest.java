package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.EventContext;
import dev.postbus.EventType;
import dev.postbus.Subscribe;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnnotatedMethodsFaultsTest {

  @EventType("order.created")
  record Order(String id) {}

  @EventType("order.*")
  record BadlyNamed(String id) {}

  static class NoParameter {
    @Subscribe
    void on() {}
  }

  static class ThreeParameters {
    @Subscribe
    void on(Order order, EventContext context, String more) {}
  }

  static class ContextAlone {
    @Subscribe("x")
    void on(EventContext context) {}
  }

  static class ContextFirst {
    @Subscribe("x")
    void on(EventContext context, Order order) {}
  }

  static class NotAContext {
    @Subscribe
    void on(Order order, String id) {}
  }

  static class Primitive {
    @Subscribe("x")
    void on(int number) {}
  }

  static class VoidPayload {
    @Subscribe("x")
    void on(Void nothing) {}
  }

  static class Static {
    @Subscribe
    static void on(Order order) {}
  }

  abstract static class Abstract {
    @Subscribe
    abstract void on(Order order);
  }

  static class Implementing extends Abstract {
    @Override
    void on(Order order) {}
  }

  static class Returning {
    @Subscribe
    Future<String> on(Order order) {
      throw new AssertionError("only looked at");
    }
  }

  static class NoEvent {
    @Subscribe
    void on(String text) {}
  }

  static class NamelessEvent {
    @Subscribe
    void on(BadlyNamed event) {}
  }

  static class BadPattern {
    @Subscribe({"order.*", "order..created"})
    void on(Order order) {}
  }

  static class BadBackoff {
    @Subscribe(backoff = "sometimes")
    void on(Order order) {}
  }

  static class BadTimeout {
    @Subscribe(timeout = "soon")
    void on(Order order) {}
  }

  static class ZeroTimeout {
    @Subscribe(timeout = "0s")
    void on(Order order) {}
  }

  static class NegativeAttempts {
    @Subscribe(attempts = -1)
    void on(Order order) {}
  }

  static class BadId {
    @Subscribe(id = "with space")
    void on(Order order) {}
  }

  static class OpenType<T> {
    @Subscribe("x")
    void on(List<T> payload) {}
  }

  static final class Elsewhere {
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface Subscribe {}
  }

  static class WrongImport {
    @Elsewhere.Subscribe
    void on(Order order) {}
  }

  static class NoHandler {
    void on(Order order) {}
  }

  static Stream<Arguments> badClasses() {
    return Stream.of(
        Arguments.of(NoParameter.class, "it takes no parameter; take the payload"),
        Arguments.of(ThreeParameters.class, "it takes 3 parameters; take the payload"),
        Arguments.of(ContextAlone.class, "an EventContext alone; take the payload before it"),
        Arguments.of(ContextFirst.class, "is the EventContext; put the payload first"),
        Arguments.of(NotAContext.class, "its second parameter is String; only an EventContext"),
        Arguments.of(Primitive.class, "the primitive int; take a record, or its box"),
        Arguments.of(VoidPayload.class, "its payload is Void"),
        Arguments.of(Static.class, "it is static; make it an instance method"),
        Arguments.of(Abstract.class, "it is abstract; put @Subscribe on the method that"),
        Arguments.of(Implementing.class, "it is abstract; put @Subscribe on the method that"),
        Arguments.of(Returning.class, "it returns Future, which nobody would see; return void"),
        Arguments.of(NoEvent.class, "its payload String has no @EventType; write @Subscribe("),
        Arguments.of(NamelessEvent.class, "event name \"order.*\" is not valid; use"),
        Arguments.of(BadPattern.class, "event pattern \"order..created\" has the bad segment"),
        Arguments.of(BadBackoff.class, "backoff is \"sometimes\"; write \"exponential:1s\""),
        Arguments.of(BadTimeout.class, "timeout is \"soon\"; write a whole number and a unit"),
        Arguments.of(ZeroTimeout.class, "timeout is PT0S; it must be at least 1 ms"),
        Arguments.of(NegativeAttempts.class, "attempts is -1; it must be at least 1, or 0"),
        Arguments.of(BadId.class, "handler id is \"with space\"; use"),
        Arguments.of(OpenType.class, "its payload java.util.List<T> is not known here; give"),
        Arguments.of(
            WrongImport.class,
            "Elsewhere$Subscribe, which this bus does not know: did you import the wrong"
                + " Subscribe? import dev.postbus.Subscribe"),
        Arguments.of(NoHandler.class, "has no method with @dev.postbus.Subscribe; annotate its"));
  }

  @ParameterizedTest
  @MethodSource("badClasses")
  void aFaultNamesTheMethodAndTheRemedy(Class<?> type, String message) {
    assertThatThrownBy(() -> AnnotatedMethods.of(type, Object::new))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 fault in the handlers:")
        .hasMessageContaining(type.getName())
        .hasMessageContaining(message);
  }

  static class ManyFaults {
    @Subscribe(value = "no..segment", backoff = "b", timeout = "t", attempts = -3)
    static String on(Order order, Order again) {
      return "";
    }
  }

  @Test
  void allFaultsOfAllClassesAreReportedTogether() {
    AnnotatedMethods methods =
        new AnnotatedMethods()
            .add(ManyFaults.class, ManyFaults::new)
            .addIfAny(Primitive.class, Primitive::new)
            .add(NoHandler.class, NoHandler::new)
            .addFault("found elsewhere");

    assertThatThrownBy(methods::find)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("10 faults in the handlers:")
        .hasMessageContainingAll(
            ManyFaults.class.getName() + ".on(Order, Order): it is static",
            "its second parameter is Order",
            "it returns String",
            "no..segment",
            "backoff is \"b\"",
            "timeout is \"t\"",
            "attempts is -3",
            Primitive.class.getName() + ".on(int)",
            NoHandler.class.getName(),
            "found elsewhere");
  }

  static class First {
    @Subscribe(id = "same")
    void on(Order order) {}
  }

  static class Second {
    @Subscribe(id = "same", attempts = -1)
    void on(Order order) {}
  }

  @Test
  void twoHandlersWithOneIdAreAFaultAlsoWhenOneHasAnotherFault() {
    assertThatThrownBy(() -> AnnotatedMethods.of(new First(), new Second()))
        .hasMessageContainingAll(
            "2 faults",
            "attempts is -1",
            "the id \"same\" belongs to "
                + First.class.getName()
                + ".on(Order) and to "
                + Second.class.getName()
                + ".on(Order); give each an id of its own");
  }

  @Test
  void twoInstancesOfOneClassAreAFault() {
    assertThatThrownBy(() -> AnnotatedMethods.of(new First(), new First()))
        .hasMessageContaining(First.class.getName() + ".on(Order) is registered 2 times under");
  }

  @Test
  void aFaultInAnInheritedHandlerNamesTheSubclassToo() {
    assertThatThrownBy(() -> AnnotatedMethods.of(new Implementing()))
        .hasMessageContaining(
            Abstract.class.getName() + ".on(Order) in " + Implementing.class.getName() + ": it is");
  }

  @Test
  void anAnonymousClassNeedsAnId() {
    Object listener =
        new Object() {
          @Subscribe
          void on(Order order) {}
        };

    assertThatThrownBy(() -> AnnotatedMethods.of(listener))
        .hasMessageContaining(
            "its class is anonymous and so has no stable name; set @Subscribe(id");
  }

  @Test
  void aClassInPlaceOfAnInstanceIsAFault() {
    assertThatThrownBy(() -> AnnotatedMethods.of(First.class))
        .hasMessageContaining("a class was given where an instance is expected");
  }
}
