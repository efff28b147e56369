package org.docket.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Crc64Test {
    @Test
    void hasTheCheckValueOfItsPolynomial() {
        // The check value of CRC-64/NVME for "123456789" is AE8B14860A799888; it is sent with its last byte first.
        assertThat(BlockCheck.CRC64
                        .of("123456789".getBytes(StandardCharsets.US_ASCII))
                        .hex())
                .isEqualTo("8898790a86148bae");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 96, 127, 1000, 4096, 70_001})
    void isTheSameHoweverTheBytesAreDivided(int length) {
        byte[] bytes = new byte[length + 3];
        new Random(length).nextBytes(bytes);
        String bitByBit = bitByBit(bytes, 3, length);
        Crc64 whole = new Crc64();
        whole.update(bytes, 3, length);
        assertThat(whole.value().hex()).isEqualTo(bitByBit);

        Crc64 divided = new Crc64();
        int cut = length / 3;
        divided.update(bytes, 3, cut);
        divided.update(bytes, 3 + cut, 0);
        divided.update(bytes, 3 + cut, length - cut);
        assertThat(divided.value().hex()).isEqualTo(bitByBit);
    }

    private static String bitByBit(byte[] bytes, int offset, int length) {
        long remainder = ~0L;
        for (int i = offset; i < offset + length; i++) {
            remainder ^= bytes[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                remainder = (remainder >>> 1) ^ ((remainder & 1) == 0 ? 0 : 0x9A6C9329AC4BC9B5L);
            }
        }
        return String.format("%016x", Long.reverseBytes(~remainder));
    }
}
