using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using static JobStatus.JobServiceErrorKind;

namespace JobStatus.Services.Tests.Faults;

/// <summary>The rows of the fault tables in docs/reliability.md.</summary>
internal static partial class FaultRows
{
    private const string Json = "application/json";
    private const int Year = 365 * 24 * 60 * 60;

    private static readonly TimeSpan FiveHours = TimeSpan.FromHours(5);
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly X509Certificate2 SelfSigned = RawServer.CreateCertificate();
    private static readonly X509Certificate2 Expired = RawServer.CreateCertificate(isExpired: true);
    private static readonly byte[] GzipBomb = Compress("", " ", 200 * 1024 * 1024);
    private static readonly byte[] ManyObjects = Compress("""{ "status": "running", "new": [""", "{},", 22_000_000);

    /// <summary>All rows, in the order of the document.</summary>
    public static IReadOnlyList<FaultRow> All { get; } =
    [
        .. StatusCodes(), .. ConnectionFailures(), .. UnusableResponses(), .. UnusualResponses(), .. LargeResponses(), .. Redirects(),
        .. CertificatesAndProxies(), .. CredentialsAndDeletedJobs(), .. ClocksAndSleep(),
    ];

    private static IEnumerable<FaultRow> StatusCodes()
    {
        const string group = "Status codes and error bodies";
        yield return Transient(
            group, "429, Retry-After in seconds", exchange => exchange.RespondAsync(429, ("Retry-After", "7")), LimitReached);
        yield return Transient(
            group, "429, Retry-After as a date", exchange => RespondWithRetryDateAsync(exchange, TimeSpan.Zero, 7), LimitReached);
        yield return Transient(
            group,
            "429, Retry-After as a date from a clock that is five hours ahead",
            exchange => RespondWithRetryDateAsync(exchange, FiveHours, 7),
            LimitReached);
        yield return Transient(group, "429 without Retry-After", exchange => exchange.RespondAsync(429), LimitReached);
        yield return Transient(group, "429, Retry-After 0", exchange => exchange.RespondAsync(429, ("Retry-After", "0")), LimitReached);
        yield return Transient(
            group, "429, Retry-After in the past", exchange => RespondWithRetryDateAsync(exchange, TimeSpan.Zero, -Year), LimitReached);
        yield return Unusable(
            group, "429, Retry-After of one year", exchange => exchange.RespondAsync(429, ("Retry-After", $"{Year}")), LimitReached);
        foreach (int status in new[] { 500, 502, 503, 504 })
        {
            yield return Transient(
                group, $"{status}", exchange => exchange.RespondAsync(status, "text/html", "<html/>"), ServiceUnavailable);
        }

        yield return Permanent(group, "Alma: error body with status 200", JobNotFound) with
        {
            Services = [SandboxService.Alma],
            Respond = exchange => exchange.RespondAsync(
                200,
                Json,
                """{"errorsExist":true,"errorList":{"error":[{"errorCode":"402218","errorMessage":"There is none.",""" +
                """ "trackingId":"E01-0101"}]}}"""),
            RequiredTexts = ["402218", "There is none.", "E01-0101"],
        };
    }

    private static IEnumerable<FaultRow> ConnectionFailures()
    {
        const string group = "Connection failures";
        yield return Transient(group, "Connection refused", respond: null, ServiceUnavailable) with
        {
            Inject = static scenario => scenario.Proxy.RefuseConnections(scenario.Count),
        };
        yield return Transient(group, "Host name that does not resolve", respond: null, ServiceUnavailable) with
        {
            FromFirstRequest = true,
            AlwaysPersists = true,

            // A label of a DNS name has at most 63 characters, so no name server is queried.
            Address = new Uri($"https://{new string('a', 64)}.invalid"),
        };
        yield return Transient(group, "Connection reset before the headers", Run(static exchange => exchange.Reset()), ServiceUnavailable);
        yield return Transient(
            group, "Connection reset in the middle of the headers", Reset("HTTP/1.1 200 OK\r\nContent-Ty"), ServiceUnavailable);
        yield return Transient(
            group, "Connection reset after the headers", Reset("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"), ServiceUnavailable);
        yield return Transient(
            group,
            "Connection reset in the middle of the body",
            Reset("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{ \"id\": "),
            ServiceUnavailable);
        yield return Transient(
            group,
            "Body shorter than its Content-Length",
            static exchange => exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{ \"id\": "),
            ServiceUnavailable);
        yield return Transient(
            group,
            "Body that ends in the middle of a chunk",
            static exchange => exchange.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{ \"id\": "),
            ServiceUnavailable);
        yield return Transient(
            group,
            "Body that arrives at one byte per second and never ends",
            static async exchange =>
            {
                await exchange.SendHeadersAsync(200, Json, ("Content-Length", "100000"));
                await exchange.SendSlowlyAsync(bytes: 100);
                await exchange.HoldAsync(FaultRow.NoTimeout);
            },
            ServiceUnavailable);
        yield return Transient(group, "No response", static exchange => exchange.HoldAsync(FaultRow.NoTimeout), ServiceUnavailable);
    }

    private static IEnumerable<FaultRow> UnusableResponses()
    {
        const string group = "Unusable responses with status 200";
        yield return Unusable(group, "Empty body", exchange => exchange.RespondAsync(200, Json, ""));
        yield return Unusable(
            group,
            "HTML (a sign-in page)",
            exchange => exchange.RespondAsync(200, "text/html", "<!DOCTYPE html><html><body>Sign in</body></html>"));
        yield return Unusable(
            group, "JSON without any expected field", exchange => exchange.RespondAsync(200, Json, """{ "unexpected": true }"""));
        yield return Unusable(group, "JSON string instead of an object", exchange => exchange.RespondAsync(200, Json, "\"all is well\""));
        yield return Unusable(
            group,
            "JSON with only an error message",
            exchange => exchange.RespondAsync(200, Json, """{ "message": "Item not found." }"""));
        yield return Unusable(group, "Truncated JSON", static async exchange =>
        {
            Exchange.Response original = await exchange.GetResponseAsync();
            await exchange.RespondAsync(200, Json, original.Body[..(original.Body.Length / 2)]);
        });
        yield return Unusable(
            group,
            "Page of a list that contains only nulls",
            static exchange =>
            {
                string nulls = $"[{string.Join(',', Enumerable.Repeat("null", FaultScenario.PageSize))}]";
                bool isAlma = exchange.Target.StartsWith("/almaws", StringComparison.Ordinal);
                return exchange.RespondAsync(200, Json, isAlma ? $$"""{"job_instance":{{nulls}}}""" : nulls);
            });
        yield return new FaultRow(
            group,
            "Page of a list that is returned again",
            ExpectedOutcome.Succeeds,
            ExpectedOutcome.Error(UnexpectedResponse),
            ExpectedOutcome.Continues)
        {
            Respond = static exchange => exchange.RelayAsync(PageOffset().Replace(exchange.Target, "offset=0")),
        };
        yield return Unusable(
            group,
            "Xplenty or Alteryx: XML instead of JSON",
            exchange => exchange.RespondAsync(200, "application/xml", "<job><id>1</id></job>")) with
        {
            Services = [SandboxService.Xplenty, SandboxService.Alteryx],
        };
        yield return new FaultRow(
            group,
            "Alma: a run in XML instead of JSON",
            ExpectedOutcome.Succeeds,
            ExpectedOutcome.Error(UnexpectedResponse),
            ExpectedOutcome.Continues)
        {
            Services = [SandboxService.Alma],
            Respond = static async exchange =>
            {
                Exchange.Response xml = await exchange.GetResponseAsync(accept: "application/xml");
                await exchange.RespondAsync(xml.Status, xml.ContentType, xml.Body);
            },
        };
    }

    private static IEnumerable<FaultRow> UnusualResponses()
    {
        const string group = "Unusual but readable responses";
        yield return Readable(
            group, "JSON with a byte order mark", exchange => exchange.RelayModifiedAsync(static json => "\uFEFF" + json));
        yield return Readable(
            group,
            "JSON with trailing commas",
            exchange => exchange.RelayModifiedAsync(static json =>
                json.Replace("}", ",}", StringComparison.Ordinal).Replace("{,}", "{}", StringComparison.Ordinal)));
        yield return Readable(
            group, "JSON in UTF-16 with a byte order mark", exchange => EncodeAsync(exchange, "application/json", hasByteOrderMark: true));
        yield return Readable(
            group,
            "JSON in UTF-16 without a byte order mark",
            exchange => EncodeAsync(exchange, "application/json; charset=utf-16", hasByteOrderMark: false));
        yield return Readable(group, "JSON with the content type of XML", exchange => SendAsAsync(exchange, "text/xml"));
        yield return Readable(group, "Huge numbers", exchange => exchange.RelayModifiedAsync(static json =>
        {
            const string numbers = "\"new\": [1e400, -1e400, 123456789012345678901234567890, 0e-400]";
            return NumericFields().Replace(json.Replace("\"status\"", $"{numbers}, \"status\"", StringComparison.Ordinal), "$1 1e400");
        }));
        yield return Readable(
            group,
            "Dates out of range",
            exchange => exchange.RelayModifiedAsync(static json => Dates().Replace(json, "\"9999-99-99T99:99:99Z\"")));
        yield return Readable(group, "Duplicate keys (the last one applies)", exchange => exchange.RelayModifiedAsync(static json =>
            json.Replace("\"status\"", "\"status\": \"an earlier one\", \"status\"", StringComparison.Ordinal)));
        yield return Readable(group, "Unpaired surrogate in a field name", exchange => exchange.RelayModifiedAsync(static json =>
            json.Replace("\"status\"", "\"\\ud800\": 1, \"status\"", StringComparison.Ordinal)));
        yield return Readable(group, "Response about another job", RelayWithAnotherIdAsync);
        yield return Readable(group, "gzip compression", exchange => CompressAsync(exchange, "gzip"));
        yield return Readable(group, "deflate compression", exchange => CompressAsync(exchange, "deflate"));
    }

    private static IEnumerable<FaultRow> LargeResponses()
    {
        const string group = "Large responses";
        yield return Unusable(
            group, "gzip bomb", exchange => exchange.RespondAsync(200, Json, GzipBomb, ("Content-Encoding", "gzip"))) with
        {
            IsSlow = true,
            RequiredTexts = ["64 MiB"],
        };
        yield return Unusable(
            group,
            "22 million empty objects, as gzip",
            exchange => exchange.RespondAsync(200, Json, ManyObjects, ("Content-Encoding", "gzip"))) with
        {
            IsSlow = true,
            RequiredTexts = ["MiB of memory"],
        };
        yield return Unusable(group, "Body of 200 MB", static async exchange =>
        {
            byte[] block = Enumerable.Repeat((byte)' ', 1024 * 1024).ToArray();
            await exchange.SendHeadersAsync(200, Json, ("Content-Length", $"{200 * block.Length}"));
            for (int i = 0; i < 200; i++)
            {
                await exchange.SendAsync(block);
            }
        }) with { IsSlow = true, RequiredTexts = ["64 MiB"] };
        yield return Unusable(group, "10,000 levels of nesting", exchange => exchange.RespondAsync(
            200, Json, $$"""{ "status": "running", "new": {{new string('[', 10_000)}}{{new string(']', 10_000)}} }"""));
        yield return Readable(group, "Field with 50 MB of text", static async exchange =>
        {
            Exchange.Response original = await exchange.GetResponseAsync();
            string json = Encoding.UTF8.GetString(original.Body);
            int at = json.IndexOf("\"status\"", StringComparison.Ordinal);
            byte[] block = Enumerable.Repeat((byte)'x', 1024 * 1024).ToArray();
            byte[] before = Encoding.UTF8.GetBytes($"{json[..at]}\"new\": \"");
            byte[] after = Encoding.UTF8.GetBytes($"\", {json[at..]}");
            await exchange.SendHeadersAsync(200, Json, ("Content-Length", $"{before.Length + (50 * block.Length) + after.Length}"));
            await exchange.SendAsync(before);
            for (int i = 0; i < 50; i++)
            {
                await exchange.SendAsync(block);
            }

            await exchange.SendAsync(after);
        }) with { IsSlow = true };
    }

    private static IEnumerable<FaultRow> Redirects()
    {
        const string group = "Redirects";
        const string marker = "redirected=1";
        yield return Readable(group, "Redirect to the same host", exchange => exchange.Target.Contains(marker, StringComparison.Ordinal)
            ? exchange.RelayAsync(
                exchange.Target.Replace($"?{marker}", "", StringComparison.Ordinal).Replace($"&{marker}", "", StringComparison.Ordinal))
            : exchange.RespondAsync(
                302, ("Location", $"{exchange.Target}{(exchange.Target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{marker}")));
        yield return Permanent(group, "Redirect to another host", UntrustedServer) with
        {
            Respond = exchange => exchange.RespondAsync(
                302, ("Location", $"http://localhost:{exchange.Proxy.BaseUri.Port}{exchange.Target}")),
        };
        yield return Permanent(group, "Redirect to plain HTTP", UntrustedServer) with
        {
            Certificate = SelfSigned,
            SkipCertificateCheck = true,
            Respond = exchange => exchange.RespondAsync(
                302, ("Location", $"http://127.0.0.1:{exchange.Proxy.BaseUri.Port}{exchange.Target}")),
        };
        yield return Unusable(group, "Redirect loop", exchange => exchange.RespondAsync(302, ("Location", exchange.Target)));
    }

    private static IEnumerable<FaultRow> CertificatesAndProxies()
    {
        const string group = "Certificates and proxies";
        Uri httpAddress = new("http://service.example.org");
        yield return Permanent(group, "Expired certificate", UntrustedServer) with { Certificate = Expired, FromFirstRequest = true };
        yield return Permanent(group, "Self-signed certificate", UntrustedServer) with
        {
            Certificate = SelfSigned,
            FromFirstRequest = true,
        };
        yield return Readable(group, "Expired certificate with -SkipCertificateCheck", respond: null) with
        {
            Certificate = Expired,
            SkipCertificateCheck = true,
        };
        yield return Readable(group, "Self-signed certificate with -SkipCertificateCheck", respond: null) with
        {
            Certificate = SelfSigned,
            SkipCertificateCheck = true,
        };
        yield return Transient(group, "Proxy that refuses the connection", respond: null, ServiceUnavailable) with
        {
            ProxiedAddress = httpAddress,
            Inject = static scenario => scenario.Proxy.RefuseConnections(scenario.Count),
        };
        yield return Transient(group, "Proxy that requires a password, for an HTTP address", RequirePasswordAsync, ServiceUnavailable) with
        {
            ProxiedAddress = httpAddress,
        };
        yield return Transient(
            group, "Proxy that requires a password, for an HTTPS address", RequirePasswordAsync, ServiceUnavailable) with
        {
            ProxiedAddress = new Uri("https://service.example.org"),
            FromFirstRequest = true,
            AlwaysPersists = true,
        };
        yield return Transient(
            group, "Proxy that refuses to tunnel to an HTTPS address", exchange => exchange.RespondAsync(403), ServiceUnavailable) with
        {
            ProxiedAddress = new Uri("https://service.example.org"),
            FromFirstRequest = true,
            AlwaysPersists = true,
        };
    }

    private static IEnumerable<FaultRow> CredentialsAndDeletedJobs()
    {
        const string group = "Credentials and deleted jobs";
        yield return Readable(group, "Alteryx: access token expired", respond: null) with
        {
            Services = [SandboxService.Alteryx],
            Inject = static scenario => scenario.Sandbox.RevokeTokens(),
        };
        yield return Transient(
            group, "Alteryx: access token expired, and the token request returns 503", respond: null, ServiceUnavailable) with
        {
            Services = [SandboxService.Alteryx],
            Inject = static scenario =>
            {
                scenario.Sandbox.RevokeTokens();
                scenario.InjectTokenFault(static exchange => exchange.RespondAsync(503));
            },
        };
        yield return Permanent(
            group, "Alteryx: access token expired, and the token request is redirected to another host", UntrustedServer) with
        {
            Services = [SandboxService.Alteryx],
            Inject = static scenario =>
            {
                scenario.Sandbox.RevokeTokens();
                scenario.InjectTokenFault(static exchange => exchange.RespondAsync(302, ("Location", "https://other.example.org/")));
            },
        };
        yield return Permanent(group, "Key revoked", AuthenticationFailed) with { Inject = static scenario => scenario.RevokeKey() };
        yield return new FaultRow(
            group, "Job deleted", ExpectedOutcome.Error(JobNotFound), ExpectedOutcome.Succeeds, ExpectedOutcome.EndsWith(JobNotFound))
        {
            Inject = static scenario => scenario.DeleteJob(),
        };
    }

    private static IEnumerable<FaultRow> ClocksAndSleep()
    {
        const string group = "Clocks and sleep";
        yield return Readable(group, "Service clock five hours ahead", respond: null) with { ClockOffset = FiveHours };
        yield return Readable(group, "Service clock five hours behind", respond: null) with { ClockOffset = -FiveHours };
        yield return Readable(group, "Local machine asleep for an hour between two requests", respond: null) with
        {
            Inject = static scenario => _ = scenario.Proxy.SleepAsync(TimeSpan.FromHours(1)),
        };
        yield return Transient(
            group,
            "Local machine asleep for an hour during a response",
            static async exchange =>
            {
                await exchange.Proxy.SleepAsync(TimeSpan.FromHours(1));
                await exchange.RelayAsync();
            },
            ServiceUnavailable) with { Timeout = TenMinutes };
    }

    private static FaultRow Transient(string group, string name, Func<Exchange, Task>? respond, JobServiceErrorKind kind) =>
        new(group, name, ExpectedOutcome.RetriedThenError(kind), ExpectedOutcome.RetriedThenError(kind), ExpectedOutcome.Continues)
        {
            Respond = respond,
        };

    // The cause may be temporary, but a retry after a few seconds would rarely help. A read or a list therefore fails, and a
    // wait continues.
    private static FaultRow Unusable(
        string group, string name, Func<Exchange, Task> respond, JobServiceErrorKind kind = UnexpectedResponse) =>
        new(group, name, ExpectedOutcome.Error(kind), ExpectedOutcome.Error(kind), ExpectedOutcome.Continues) { Respond = respond };

    private static FaultRow Permanent(string group, string name, JobServiceErrorKind kind) =>
        new(group, name, ExpectedOutcome.Error(kind), ExpectedOutcome.Error(kind), ExpectedOutcome.EndsWith(kind));

    private static FaultRow Readable(string group, string name, Func<Exchange, Task>? respond) =>
        new(group, name, ExpectedOutcome.Succeeds, ExpectedOutcome.Succeeds, ExpectedOutcome.Continues) { Respond = respond };

    private static Func<Exchange, Task> Run(Action<Exchange> action) => exchange =>
    {
        action(exchange);
        return Task.CompletedTask;
    };

    private static Func<Exchange, Task> Reset(string sent) => async exchange =>
    {
        await exchange.SendAsync(sent);
        exchange.Reset();
    };

    private static Task RespondWithRetryDateAsync(Exchange exchange, TimeSpan offset, double seconds)
    {
        DateTimeOffset serviceTime = exchange.Proxy.Clock.GetUtcNow() + offset;
        return exchange.RespondAsync(
            429,
            ("Date", serviceTime.ToString("r", CultureInfo.InvariantCulture)),
            ("Retry-After", serviceTime.AddSeconds(seconds).ToString("r", CultureInfo.InvariantCulture)));
    }

    private static Task RequirePasswordAsync(Exchange exchange) =>
        exchange.RespondAsync(407, ("Proxy-Authenticate", "Basic realm=\"proxy\""));

    private static async Task SendAsAsync(Exchange exchange, string contentType)
    {
        Exchange.Response original = await exchange.GetResponseAsync();
        await exchange.RespondAsync(original.Status, contentType, original.Body);
    }

    private static async Task EncodeAsync(Exchange exchange, string contentType, bool hasByteOrderMark)
    {
        Exchange.Response original = await exchange.GetResponseAsync();
        byte[] body = Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(original.Body));
        await exchange.RespondAsync(original.Status, contentType, [.. hasByteOrderMark ? Encoding.Unicode.GetPreamble() : [], .. body]);
    }

    private static async Task CompressAsync(Exchange exchange, string encoding)
    {
        Exchange.Response original = await exchange.GetResponseAsync();
        using MemoryStream compressed = new();
        await using (Stream compress = encoding == "gzip"
            ? new GZipStream(compressed, CompressionLevel.Fastest)
            : new ZLibStream(compressed, CompressionLevel.Fastest))
        {
            await compress.WriteAsync(original.Body, exchange.Stopping);
        }

        await exchange.RespondAsync(original.Status, original.ContentType, compressed.ToArray(), ("Content-Encoding", encoding));
    }

    // A list has no requested id.
    private static Task RelayWithAnotherIdAsync(Exchange exchange)
    {
        string id = exchange.Target.Split('?')[0].Split('/')[^1];
        string another = $"{id[..^1]}{(id[^1] == '1' ? '2' : '1')}";
        return exchange.Target.Contains("offset=", StringComparison.Ordinal)
            ? exchange.RelayAsync()
            : exchange.RelayModifiedAsync(json => Regex.Replace(json, $"""("id"\s*:\s*"?){id}\b""", $"${{1}}{another}"));
    }

    private static byte[] Compress(string start, string repeated, int count)
    {
        const int partCount = 1000;
        byte[] block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(repeated, count / partCount)));
        using MemoryStream compressed = new();
        using (GZipStream compress = new(compressed, CompressionLevel.Fastest))
        {
            compress.Write(Encoding.ASCII.GetBytes(start));
            for (int i = 0; i < partCount; i++)
            {
                compress.Write(block);
            }
        }

        return compressed.ToArray();
    }

    [GeneratedRegex("""("(?:progress|owner_id|cluster_id|outputs_count|runtime_in_seconds|records_count|toolId)"\s*:)\s*-?[\d.]+""")]
    private static partial Regex NumericFields();

    [GeneratedRegex("offset=\\d+")]
    private static partial Regex PageOffset();

    [GeneratedRegex("""
        "\d{4}-\d\d-\d\d[T ][^"]*"
        """)]
    private static partial Regex Dates();
}
