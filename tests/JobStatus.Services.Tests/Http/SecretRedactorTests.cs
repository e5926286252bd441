using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class SecretRedactorTests
{
    private const string Key = "canary-key-2";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("abc", "abc", "abc")]
    [InlineData("abcd", "abcd", "***")]
    [InlineData("****", "*****", "***")]
    [InlineData("x***y", "xx***yy", "***")]
    [InlineData("aaaa", "aaaaaaaaa", "******a")]
    [InlineData("Word", "a wORd and %57ord", "a *** and ***")]
    [InlineData("Word", "Word, word", "***, ***")]
    [InlineData("", "text", "text")]
    public void Every_occurrence_of_a_secret_is_redacted_unless_the_secret_is_too_short(string secret, string text, string expected) =>
        Assert.Equal(expected, new SecretRedactor(() => [secret]).Redact(text));

    [Fact]
    public void A_secret_that_contains_another_secret_is_redacted_completely() =>
        Assert.Equal("*** ***", new SecretRedactor(() => ["abcd", "abcdefgh"], () => ["abcdefghij"]).Redact("abcdefghij abcd"));

    [Theory]
    [InlineData("basic dXNlcjpjYW5hcnkta2V5LTI= end", "basic *** end")]
    [InlineData("x=Y2FuYXJ5LWtleS0y&y=1", "***&y=1")]
    [InlineData("/Y2FuYXJ5LWtleS0y/Y2FuYXJ5LWtleS0y.", "/***/***.")]
    [InlineData("Y2FuYXJ5LWtleS0", "Y2FuYXJ5LWtleS0")]
    public void The_whole_Base64_text_that_contains_a_secret_is_redacted(string text, string expected) =>
        Assert.Equal(expected, new SecretRedactor(() => [Key]).Redact(text));

    [Theory]
    [InlineData("the key cana…", "the key ***…")]
    [InlineData("the key canary-key-…", "the key ***…")]
    [InlineData("the key canary-key-2…", "the key ***…")]
    [InlineData("the key canary%2…", "the key ***…")]
    [InlineData("the key canary&#45…", "the key ***…")]
    [InlineData("the key canary\\u00…", "the key ***…")]
    [InlineData("the key canary\\…", "the key ***…")]
    [InlineData("the key c%61nary%2D…).", "the key ***…).")]
    [InlineData("basic Y2FuYXJ5…", "basic ***…")]
    [InlineData("cana…", "***…")]
    [InlineData("the key can…", "the key can…")]
    [InlineData("the key canary…s", "the key ***…s")]
    [InlineData("the key canary", "the key canary")]
    public void A_secret_that_is_cut_off_is_redacted(string text, string expected) =>
        Assert.Equal(expected, new SecretRedactor(() => [Key]).Redact(text));

    [Fact]
    public void A_short_secret_does_not_change_the_data_of_a_job()
    {
        SecretRedactor redactor = new(() => ["word", "7 chars"], () => ["password"]);

        Assert.Equal("my password has 7 chars", redactor.GetSecretsInData().Redact("my password has 7 chars", Token));
        Assert.Equal("my *** has ***", redactor.Redact("my password has 7 chars"));
        Assert.Equal("***", new SecretRedactor(() => ["8 chars!"]).GetSecretsInData().Redact("8 chars!", Token));
    }

    // In data, a secret is found in the same forms as in an error, although most texts are compared in a faster way.
    [Theory]
    [InlineData("canary-key-2")]
    [InlineData("CANARY-key-2")]
    [InlineData("c anary-key-2")]
    [InlineData("cana ry-key-2")]
    [InlineData("canary- key-2")]
    [InlineData("c a n a r y - k e y - 2")]
    [InlineData("ca\\nna\\nry\\t-key-2")]
    [InlineData("canary\\r\\n-key-2")]
    [InlineData("c%61nary-key-2")]
    [InlineData("%63%61%6e%61%72%79%2d%6b%65%79%2d%32")]
    [InlineData("c\\u0061nary-key-2")]
    [InlineData("c\\\\u0061nary-key-2")]
    [InlineData("&#99;&#97;&#110;&#97;&#114;&#121;-key-2")]
    [InlineData("c&#x61;nary-key-2")]
    [InlineData("Y2FuYXJ5LWtleS0y")]
    [InlineData("Y2Fu YXJ5 LWtl eS0y")]
    [InlineData("Y2FuYX\\nJ5LWtleS0y")]
    public void A_secret_in_the_data_of_a_job_is_redacted_in_every_form(string form)
    {
        SecretRedactor redactor = new(() => [Key]);
        foreach (string padding in new[] { "", new string('x', 5000) })
        {
            byte[] text = Encoding.UTF8.GetBytes($$"""{ "a": "{{padding}}<{{form}}>", "<{{form}}>": 1 }""");
            using ResponseTree response = ResponseTree.Parse(new(text), redactor: redactor, cancellationToken: Token);
            ResponseObject values = response.Object;

            Assert.Equal(padding + "<***>", values.Text("a"));
            Assert.Equal("<***>", Assert.Single(values.AdditionalData).Key);
        }
    }

    [Fact]
    public void Redacting_a_long_text_can_be_canceled()
    {
        SecretForms secrets = new([Key], minCutLength: 4);
        CancellationToken canceled = new(canceled: true);

        Assert.Equal(4095, secrets.Redact(new string('c', 4095), canceled).Length);
        Assert.Throws<OperationCanceledException>(() => secrets.Redact(new string('c', 4096), canceled));
        Assert.Throws<OperationCanceledException>(() => secrets.Redact(string.Concat(Enumerable.Repeat("c ", 4096)), canceled));
    }

    [Fact]
    public void The_secrets_are_revealed_once_for_each_response()
    {
        int revealed = 0;
        SecretRedactor redactor = new(() => [$"{Key}{++revealed}"]);
        byte[] text = Encoding.UTF8.GetBytes($$"""{ "a": "{{Key}}1", "b": "text", "c": "my {{Key}}1" }""");

        using ResponseTree response = ResponseTree.Parse(new(text), redactor: redactor, cancellationToken: Token);
        ResponseObject values = response.Object;

        Assert.Equal(["***", "text", "my ***"], [values.Text("a"), values.Text("b"), values.Text("c")]);
        Assert.Equal(1, revealed);
    }

    [Theory]
    [InlineData("!a~", null)]
    [InlineData("", "The Alma API key is empty.")]
    [InlineData("a b", "The Alma API key contains a space, a line break, or another character that cannot be sent.")]
    [InlineData("a\u007F", "The Alma API key contains a space, a line break, or another character that cannot be sent.")]
    [InlineData("a\u001F", "The Alma API key contains a space, a line break, or another character that cannot be sent.")]
    [InlineData("a\0b", "The Alma API key contains a space, a line break, or another character that cannot be sent.")]
    public void A_secret_for_a_header_contains_only_visible_ASCII_characters(string key, string? problem)
    {
        if (problem is null)
        {
            Assert.Equal(key, Secret.ForHeader("Alma", "API key", SecureStrings.From(key)).Reveal());
            return;
        }

        JobServiceException error = Assert.Throws<JobServiceException>(
            () => Secret.ForHeader("Alma", "API key", SecureStrings.From(key)));

        Assert.Equal((JobServiceErrorKind.InvalidRequest, problem), (error.Kind, error.Problem));
        Assert.Contains("API key", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("attachment; filename=\"report canary-key-2.csv\"", "report ***.csv")]
    [InlineData("attachment; filename=plain.csv; filename*=UTF-8''r%C3%A9sum%C3%A9.csv", "résumé.csv")]
    [InlineData("attachment; filename=plain.csv", "plain.csv")]
    [InlineData("attachment", null)]
    public void The_file_name_of_a_response_is_the_encoded_or_the_plain_one_without_secrets(string disposition, string? fileName)
    {
        using StringContent content = new("text");
        content.Headers.TryAddWithoutValidation("Content-Disposition", disposition);
        using MemoryStream body = new();

        ServiceResponse response = ServiceResponse.From(body, content.Headers, new SecretRedactor(() => [Key]));

        Assert.Equal(fileName, response.FileName);
        Assert.Equal(4, response.Length);
        Assert.Equal("text/plain", response.MediaType);
        content.Headers.ContentEncoding.Add("gzip");
        Assert.Null(ServiceResponse.From(body, content.Headers, new SecretRedactor(() => [Key])).Length);
    }
}
