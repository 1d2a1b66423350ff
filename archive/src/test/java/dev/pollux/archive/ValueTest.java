package dev.pollux.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ValueTest {
    @Test
    void nothingIsAValueToo() {
        assertThat(Value.NULL.isNull()).isTrue();
        assertThat(new Value(Value.STRING, null).isNull()).isTrue();
        assertThat(new Value(Value.STRING, "").isNull()).isFalse();
    }

    @Test
    void contentMustBeOfTheTypesClass() {
        assertThatThrownBy(() -> new Value(Value.UINT32, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a value of type 7 cannot be Integer 1");
        assertThatThrownBy(() -> new Value(Value.DOUBLE, null)).isInstanceOf(IllegalArgumentException.class);
    }
}
