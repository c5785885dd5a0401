package io.scanfleet.model.message;

import java.math.BigDecimal;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Writes floating-point numbers without an exponent, so that a time reads {@code 1640995200.25} and
 * not {@code 1.64099520025E9}. What is no number is written as null, since JSON has no word for it.
 */
public final class PlainNumbers extends SimpleModule {

  private static final long serialVersionUID = 1L;

  public PlainNumbers() {
    super("plain-numbers");
    addSerializer(Double.class, new PlainDouble());
    addSerializer(double.class, new PlainDouble());
  }

  private static final class PlainDouble extends ValueSerializer<Double> {

    @Override
    public void serialize(Double value, JsonGenerator out, SerializationContext context) {
      if (value.isNaN() || value.isInfinite()) {
        out.writeNull();
      } else {
        // With at least one decimal, its text has no exponent.
        BigDecimal exact = BigDecimal.valueOf(value);
        out.writeNumber(exact.scale() < 1 ? exact.setScale(1) : exact);
      }
    }
  }
}
