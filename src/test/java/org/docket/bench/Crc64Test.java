package org.docket.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Crc64Test {
    private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

    @Test
    void givesTheCheckValueThatIsPublishedForThisPolynomial() {
        Crc64 crc64 = new Crc64();
        crc64.update(ByteBuffer.wrap("123456789".getBytes(StandardCharsets.US_ASCII)));

        assertThat(crc64.value()).isEqualTo(0xAE8B14860A799888L);
        assertThat(crc64.header()).isEqualTo("iJh5CoYUi64=");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 63, 64, 65, 97, 4099})
    void isThatOfEveryBitInTurnHoweverTheBytesComeIn(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        Crc64 whole = new Crc64();
        whole.update(ByteBuffer.allocateDirect(length).put(bytes).flip());
        Crc64 parts = new Crc64();
        parts.update(ByteBuffer.wrap(bytes, 0, length / 3));
        parts.update(ByteBuffer.wrap(bytes, length / 3, length - length / 3));

        assertThat(whole.value()).isEqualTo(bitByBit(bytes));
        assertThat(parts.value()).isEqualTo(bitByBit(bytes));
    }

    private static long bitByBit(byte[] bytes) {
        long register = -1;
        for (byte value : bytes) {
            register ^= value & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                register = (register >>> 1) ^ ((register & 1) == 0 ? 0 : POLYNOMIAL);
            }
        }
        return ~register;
    }
}
