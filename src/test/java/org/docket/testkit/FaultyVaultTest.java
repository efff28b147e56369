package org.docket.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.docket.testkit.VaultCall.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultyVaultTest {
    private static final String NAME = "2026/05/04/some blob+more.mp4";
    private static final BinaryData CONTENT = BinaryData.fromString("what is to be kept");

    private final FaultyVault vault;
    private final BlobContainerClient container;

    FaultyVaultTest() throws Exception {
        vault = new FaultyVault(TestParts.newVault());
        container = container(vault.connectionString());
    }

    @BeforeEach
    void create() {
        container.create();
    }

    @AfterEach
    void close() {
        vault.close();
    }

    @Test
    void passesWhatTheClientOfTheStoreSaysAndHearsWithItsSignature() {
        blob().upload(CONTENT);
        blob().setMetadata(java.util.Map.of("dock", "camden"));

        assertThat(blob().downloadContent().toBytes()).isEqualTo(CONTENT.toBytes());
        assertThat(blob().getProperties().getMetadata()).containsEntry("dock", "camden");
        assertThat(blob().getProperties().getBlobSize()).isEqualTo(CONTENT.getLength());
        assertThat(container.listBlobs()).hasSize(1);
        assertThat(container.getBlobClient("nothing").exists()).isFalse();
        assertThat(container(vault.behind()).getBlobClient(NAME).exists()).isTrue();
    }

    @Test
    void writesDownEveryCallWithItsKindItsBlobAndWhatCameOfIt() {
        String first = Base64.getEncoder().encodeToString("1".getBytes(StandardCharsets.US_ASCII));
        blob().getBlockBlobClient().stageBlock(first, CONTENT);
        blob().getBlockBlobClient().commitBlockList(List.of(first));

        assertThat(vault.calls(Kind.PUT_BLOCK)).singleElement().satisfies(call -> {
            assertThat(call.blob()).isEqualTo(NAME);
            assertThat(call.block()).isEqualTo(first);
            assertThat(call.bytes()).isEqualTo(CONTENT.getLength());
            assertThat(call.isTaken()).isTrue();
        });
        assertThat(vault.calls(Kind.PUT_BLOCK_LIST)).singleElement().satisfies(call -> assertThat(call.heard())
                .isEqualTo(201));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void answersOnlyTheChosenCallInsteadOfTheVault(int status) {
        vault.on(Kind.PUT_BLOB).nth(2, VaultFault.answer(status));

        blob("first").upload(CONTENT);
        assertThatThrownBy(() -> blob("second").upload(CONTENT))
                .isInstanceOfSatisfying(BlobStorageException.class, answer -> assertThat(answer.getStatusCode())
                        .isEqualTo(status));
        blob("third").upload(CONTENT);

        assertThat(container.listBlobs()).extracting("name").containsExactly("first", "third");
    }

    @Test
    void hasTheVaultDoWhatTheCallerIsToldHasFailed() {
        vault.on(Kind.PUT_BLOB).of(name -> name.equals("refused")).always(VaultFault.answerAfterwards(500));
        vault.on(Kind.PUT_BLOB).of(name -> name.equals("unheard")).always(VaultFault.loseAnswer());

        assertThatThrownBy(() -> blob("refused").upload(CONTENT)).isInstanceOf(BlobStorageException.class);
        assertThatThrownBy(() -> blob("unheard").upload(CONTENT)).isNotInstanceOf(BlobStorageException.class);

        assertThat(container.listBlobs()).extracting("name").containsExactly("refused", "unheard");
    }

    @Test
    void breaksOffInTheMiddleOfTheBodySoThatTheVaultKeepsNothing() {
        FaultyVault.Rule torn = vault.on(Kind.PUT_BLOB).always(VaultFault.tear());

        assertThatThrownBy(() -> blob().upload(CONTENT)).isNotInstanceOf(BlobStorageException.class);

        assertThat(torn.happened()).isPositive();
        assertThat(container.listBlobs()).isEmpty();
    }

    @Test
    void altersWhatTheVaultThenFindsAltered() throws Exception {
        vault.on(Kind.PUT_BLOB).next(VaultFault.alter());
        byte[] md5 = MessageDigest.getInstance("MD5").digest(CONTENT.toBytes());
        BlockBlobSimpleUploadOptions checked = new BlockBlobSimpleUploadOptions(CONTENT).setContentMd5(md5);

        assertThatThrownBy(() -> blob().getBlockBlobClient().uploadWithResponse(checked, null, null))
                .hasMessageContaining("Md5Mismatch");
    }

    @Test
    void holdsACallUntilItIsLetGo() {
        Gate gate = vault.gate();
        vault.on(Kind.PUT_BLOB).next(VaultFault.hold(gate));
        Thread caller = new Thread(() -> blob().uploadWithResponse(new BlobParallelUploadOptions(CONTENT), null, null));
        caller.start();
        gate.awaitCalls(1);
        assertThat(container.listBlobs()).isEmpty();

        gate.open();

        TestHub.eventually().until(() -> !caller.isAlive());
        assertThat(container.listBlobs()).hasSize(1);
    }

    @Test
    void refusesConnectionsUntilItComesBack() {
        vault.goAway();
        // A connection of its own: the client may use one that was reset, and say that instead.
        URI address = URI.create(blob().getBlobUrl());
        assertThatThrownBy(() -> new Socket(address.getHost(), address.getPort()).close())
                .isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> blob().exists()).isInstanceOf(RuntimeException.class);

        vault.comeBack();

        assertThat(blob().exists()).isFalse();
    }

    private BlobClient blob() {
        return blob(NAME);
    }

    private BlobClient blob(String name) {
        return container.getBlobClient(name);
    }

    private static BlobContainerClient container(String connection) {
        return new BlobServiceClientBuilder()
                .connectionString(connection)
                .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 1, 20, null, null, null))
                .buildClient()
                .getBlobContainerClient("recordings");
    }
}
