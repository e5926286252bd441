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

/// <summary>The fault matrix. Each row is one of docs/reliability.md.</summary>
internal static partial class FaultRows
{
    private const string Json = "application/json";
    private const int Year = 365 * 24 * 60 * 60;

    private static readonly TimeSpan Hours = TimeSpan.FromHours(5);
    private static readonly TimeSpan SomeMinutes = TimeSpan.FromMinutes(10);
    private static readonly X509Certificate2 SelfSigned = RawServer.SelfSigned();
    private static readonly X509Certificate2 Expired = RawServer.SelfSigned(isExpired: true);
    private static readonly byte[] Bomb = Folded(megabytes: 200);

    /// <summary>All rows, in the order of the document.</summary>
    public static IReadOnlyList<FaultRow> All { get; } =
    [
        .. Refusals(), .. Connections(), .. Bodies(), .. Forms(), .. Sizes(), .. Redirects(), .. Ways(), .. Keys(), .. Times(),
    ];

    private static IEnumerable<FaultRow> Refusals()
    {
        const string group = "Status codes and error bodies";
        yield return Passing(group, "429, Retry-After in seconds", exchange => exchange.AnswerAsync(429, ("Retry-After", "7")), LimitReached);
        yield return Passing(group, "429, Retry-After as a date", exchange => RetryAtAsync(exchange, TimeSpan.Zero, 7), LimitReached);
        yield return Passing(group, "429, Retry-After as a date from a clock that is five hours ahead", exchange => RetryAtAsync(exchange, Hours, 7), LimitReached);
        yield return Passing(group, "429 without Retry-After", exchange => exchange.AnswerAsync(429), LimitReached);
        yield return Passing(group, "429, Retry-After 0", exchange => exchange.AnswerAsync(429, ("Retry-After", "0")), LimitReached);
        yield return Passing(group, "429, Retry-After in the past", exchange => RetryAtAsync(exchange, TimeSpan.Zero, -Year), LimitReached);
        yield return Puzzling(group, "429, Retry-After of one year", exchange => exchange.AnswerAsync(429, ("Retry-After", $"{Year}")), LimitReached);
        foreach (int status in new[] { 500, 502, 503, 504 })
        {
            yield return Passing(group, $"{status}", exchange => exchange.AnswerAsync(status, "text/html", "<html/>"), ServiceUnavailable);
        }

        yield return Lasting(group, "Alma: error body with status 200", JobNotFound) with
        {
            Services = [SandboxService.Alma],
            Answer = exchange => exchange.AnswerAsync(200, Json, """{"errorsExist":true,"errorList":{"error":[{"errorCode":"402218","errorMessage":"There is none.","trackingId":"E01-0101"}]}}"""),
            Says = ["402218", "There is none.", "E01-0101"],
        };
    }

    private static IEnumerable<FaultRow> Connections()
    {
        const string group = "Connection failures";
        yield return Passing(group, "Connection refused", answer: null, ServiceUnavailable) with { Begin = static stage => stage.Front.Refuse(stage.Count) };
        yield return Passing(group, "Host name that does not resolve", answer: null, ServiceUnavailable) with
        {
            FromStart = true,
            NeverPasses = true,

            // A part of a name has at most 63 letters, so this one is not even asked about.
            Address = new Uri($"https://{new string('a', 64)}.invalid"),
        };
        yield return Passing(group, "Connection reset before the headers", Now(static exchange => exchange.Reset()), ServiceUnavailable);
        yield return Passing(group, "Connection reset in the middle of the headers", Reset("HTTP/1.1 200 OK\r\nContent-Ty"), ServiceUnavailable);
        yield return Passing(group, "Connection reset after the headers", Reset("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"), ServiceUnavailable);
        yield return Passing(group, "Connection reset in the middle of the body", Reset("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{ \"id\": "), ServiceUnavailable);
        yield return Passing(group, "Body shorter than its Content-Length", static exchange => exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{ \"id\": "), ServiceUnavailable);
        yield return Passing(group, "Body that ends in the middle of a chunk", static exchange => exchange.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{ \"id\": "), ServiceUnavailable);
        yield return Passing(
            group,
            "Body that arrives at one byte per second and never ends",
            static async exchange =>
            {
                await exchange.HeadAsync(200, Json, ("Content-Length", "100000"));
                await exchange.DripAsync(bytes: 100);
                await exchange.HoldAsync(FaultRow.UsualLimit);
            },
            ServiceUnavailable);
        yield return Passing(group, "No response", static exchange => exchange.HoldAsync(FaultRow.UsualLimit), ServiceUnavailable);
    }

    private static IEnumerable<FaultRow> Bodies()
    {
        const string group = "Unusable responses with status 200";
        yield return Puzzling(group, "Empty body", exchange => exchange.AnswerAsync(200, Json, ""));
        yield return Puzzling(group, "HTML (a sign-in page)", exchange => exchange.AnswerAsync(200, "text/html", "<!DOCTYPE html><html><body>Sign in</body></html>"));
        yield return Puzzling(group, "JSON without any expected field", exchange => exchange.AnswerAsync(200, Json, """{ "unexpected": true }"""));
        yield return Puzzling(group, "JSON string instead of an object", exchange => exchange.AnswerAsync(200, Json, "\"all is well\""));
        yield return Puzzling(group, "JSON with only an error message", exchange => exchange.AnswerAsync(200, Json, """{ "message": "Item not found." }"""));
        yield return Puzzling(group, "Truncated JSON", static async exchange =>
        {
            Exchange.Original original = await exchange.OriginalAsync();
            await exchange.AnswerAsync(200, Json, original.Body[..(original.Body.Length / 2)]);
        });
        yield return Puzzling(group, "Xplenty or Alteryx: XML instead of JSON", exchange => exchange.AnswerAsync(200, "application/xml", "<job><id>1</id></job>")) with
        {
            Services = [SandboxService.Xplenty, SandboxService.Alteryx],
        };
        yield return new FaultRow(group, "Alma: XML instead of JSON", Expectation.Read, Expectation.Error(UnexpectedResponse), Expectation.GoesOn)
        {
            Services = [SandboxService.Alma],
            Answer = static async exchange =>
            {
                Exchange.Original xml = await exchange.OriginalAsync(accept: "application/xml");
                await exchange.AnswerAsync(xml.Status, xml.ContentType, xml.Body);
            },
        };
    }

    private static IEnumerable<FaultRow> Forms()
    {
        const string group = "Unusual but readable responses";
        yield return Readable(group, "JSON with a byte order mark", exchange => exchange.ChangeAsync(static json => "\uFEFF" + json));
        yield return Readable(group, "JSON with trailing commas", exchange => exchange.ChangeAsync(static json => json.Replace("}", ",}", StringComparison.Ordinal).Replace("{,}", "{}", StringComparison.Ordinal)));
        yield return Readable(group, "JSON in UTF-16 with a byte order mark", exchange => RecodeAsync(exchange, "application/json", hasMark: true));
        yield return Readable(group, "JSON in UTF-16 without a byte order mark", exchange => RecodeAsync(exchange, "application/json; charset=utf-16", hasMark: false));
        yield return Readable(group, "JSON with the content type of XML", exchange => SendAsAsync(exchange, "text/xml"));
        yield return Readable(group, "Huge numbers", exchange => exchange.ChangeAsync(static json => Figures().Replace(
            json.Replace("\"status\"", "\"new\": [1e400, -1e400, 123456789012345678901234567890, 0e-400], \"status\"", StringComparison.Ordinal), "$1 1e400")));
        yield return Readable(group, "Dates out of range", exchange => exchange.ChangeAsync(static json => Dates().Replace(json, "\"9999-99-99T99:99:99Z\"")));
        yield return Readable(group, "Duplicate keys (the last one applies)", exchange => exchange.ChangeAsync(static json =>
            json.Replace("\"status\"", "\"status\": \"an earlier one\", \"status\"", StringComparison.Ordinal)));
        yield return Readable(group, "Unpaired surrogate in a field name", exchange => exchange.ChangeAsync(static json =>
            json.Replace("\"status\"", "\"\\ud800\": 1, \"status\"", StringComparison.Ordinal)));
        yield return Readable(group, "gzip compression", exchange => FoldAsync(exchange, "gzip"));
        yield return Readable(group, "deflate compression", exchange => FoldAsync(exchange, "deflate"));
    }

    private static IEnumerable<FaultRow> Sizes()
    {
        const string group = "Large responses";
        yield return Puzzling(group, "gzip bomb", exchange => exchange.AnswerAsync(200, Json, Bomb, ("Content-Encoding", "gzip"))) with { IsHeavy = true, Says = ["64 MiB"] };
        yield return Puzzling(group, "Body of 200 MB", static async exchange =>
        {
            byte[] block = Enumerable.Repeat((byte)' ', 1024 * 1024).ToArray();
            await exchange.HeadAsync(200, Json, ("Content-Length", $"{200 * block.Length}"));
            for (int i = 0; i < 200; i++)
            {
                await exchange.SendAsync(block);
            }
        }) with { IsHeavy = true, Says = ["64 MiB"] };
        yield return Puzzling(group, "10,000 levels of nesting", exchange => exchange.AnswerAsync(
            200, Json, $$"""{ "status": "running", "new": {{new string('[', 10_000)}}{{new string(']', 10_000)}} }"""));
        yield return Readable(group, "Field with 50 MB of text", static async exchange =>
        {
            Exchange.Original original = await exchange.OriginalAsync();
            string json = Encoding.UTF8.GetString(original.Body);
            int at = json.IndexOf("\"status\"", StringComparison.Ordinal);
            byte[] block = Enumerable.Repeat((byte)'x', 1024 * 1024).ToArray();
            byte[] before = Encoding.UTF8.GetBytes($"{json[..at]}\"new\": \"");
            byte[] after = Encoding.UTF8.GetBytes($"\", {json[at..]}");
            await exchange.HeadAsync(200, Json, ("Content-Length", $"{before.Length + (50 * block.Length) + after.Length}"));
            await exchange.SendAsync(before);
            for (int i = 0; i < 50; i++)
            {
                await exchange.SendAsync(block);
            }

            await exchange.SendAsync(after);
        }) with { IsHeavy = true };
    }

    private static IEnumerable<FaultRow> Redirects()
    {
        const string group = "Redirects";
        const string mark = "redirected=1";
        yield return Readable(group, "Redirect to the same host", exchange => exchange.Target.Contains(mark, StringComparison.Ordinal)
            ? exchange.RelayAsync(exchange.Target.Replace($"?{mark}", "", StringComparison.Ordinal).Replace($"&{mark}", "", StringComparison.Ordinal))
            : exchange.AnswerAsync(302, ("Location", $"{exchange.Target}{(exchange.Target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{mark}")));
        yield return Lasting(group, "Redirect to another host", UntrustedServer) with { Answer = exchange => exchange.AnswerAsync(302, ("Location", $"http://localhost:{exchange.Front.BaseUri.Port}{exchange.Target}")) };
        yield return Lasting(group, "Redirect to plain HTTP", UntrustedServer) with
        {
            Certificate = SelfSigned,
            SkipCertificateCheck = true,
            Answer = exchange => exchange.AnswerAsync(302, ("Location", $"http://127.0.0.1:{exchange.Front.BaseUri.Port}{exchange.Target}")),
        };
        yield return Puzzling(group, "Redirect loop", exchange => exchange.AnswerAsync(302, ("Location", exchange.Target)));
    }

    private static IEnumerable<FaultRow> Ways()
    {
        const string group = "Certificates and proxies";
        Uri elsewhere = new("http://service.example.org");
        yield return Lasting(group, "Expired certificate", UntrustedServer) with { Certificate = Expired, FromStart = true };
        yield return Lasting(group, "Self-signed certificate", UntrustedServer) with { Certificate = SelfSigned, FromStart = true };
        yield return Readable(group, "Expired certificate with -SkipCertificateCheck", answer: null) with { Certificate = Expired, SkipCertificateCheck = true };
        yield return Readable(group, "Self-signed certificate with -SkipCertificateCheck", answer: null) with { Certificate = SelfSigned, SkipCertificateCheck = true };
        yield return Passing(group, "Proxy that refuses the connection", answer: null, ServiceUnavailable) with
        {
            BehindProxy = elsewhere,
            Begin = static stage => stage.Front.Refuse(stage.Count),
        };
        yield return Passing(group, "Proxy that requires a password, for an HTTP address", AskForPasswordAsync, ServiceUnavailable) with { BehindProxy = elsewhere };
        yield return Passing(group, "Proxy that requires a password, for an HTTPS address", AskForPasswordAsync, ServiceUnavailable) with
        {
            BehindProxy = new Uri("https://service.example.org"),
            FromStart = true,
            NeverPasses = true,
        };
        yield return Passing(group, "Proxy that refuses to tunnel to an HTTPS address", exchange => exchange.AnswerAsync(403), ServiceUnavailable) with
        {
            BehindProxy = new Uri("https://service.example.org"),
            FromStart = true,
            NeverPasses = true,
        };
    }

    private static IEnumerable<FaultRow> Keys()
    {
        const string group = "Credentials and deleted jobs";
        yield return Readable(group, "Alteryx: access token expired", answer: null) with { Services = [SandboxService.Alteryx], Begin = static stage => stage.Sandbox.RevokeTokens() };
        yield return Passing(group, "Alteryx: access token expired, and the token request returns 503", answer: null, ServiceUnavailable) with
        {
            Services = [SandboxService.Alteryx],
            Begin = static stage =>
            {
                stage.Sandbox.RevokeTokens();
                stage.BreakTokenCall(static exchange => exchange.AnswerAsync(503));
            },
        };
        yield return Lasting(group, "Alteryx: access token expired, and the token request is redirected to another host", UntrustedServer) with
        {
            Services = [SandboxService.Alteryx],
            Begin = static stage =>
            {
                stage.Sandbox.RevokeTokens();
                stage.BreakTokenCall(static exchange => exchange.AnswerAsync(302, ("Location", "https://other.example.org/")));
            },
        };
        yield return Lasting(group, "Key revoked", AuthenticationFailed) with { Begin = static stage => stage.WithdrawKey() };
        yield return new FaultRow(group, "Job deleted", Expectation.Error(JobNotFound), Expectation.Read, Expectation.Ends(JobNotFound))
        {
            Begin = static stage => stage.RemoveJob(),
        };
    }

    private static IEnumerable<FaultRow> Times()
    {
        const string group = "Clocks and sleep";
        yield return Readable(group, "Service clock five hours ahead", answer: null) with { Ahead = Hours };
        yield return Readable(group, "Service clock five hours behind", answer: null) with { Ahead = -Hours };
        yield return Readable(group, "Local machine asleep for an hour between two requests", answer: null) with { Begin = static stage => _ = stage.Front.SleepAsync(TimeSpan.FromHours(1)) };
        yield return Passing(
            group,
            "Local machine asleep for an hour during a response",
            static async exchange =>
            {
                await exchange.Front.SleepAsync(TimeSpan.FromHours(1));
                await exchange.RelayAsync();
            },
            ServiceUnavailable) with { Limit = SomeMinutes };
    }

    private static FaultRow Passing(string group, string name, Func<Exchange, Task>? answer, JobServiceErrorKind kind) =>
        new(group, name, Expectation.AskedAgain(kind), Expectation.AskedAgain(kind), Expectation.GoesOn) { Answer = answer };

    // What may be another tomorrow, but hardly in a moment: one call gives up, a wait does not.
    private static FaultRow Puzzling(string group, string name, Func<Exchange, Task> answer, JobServiceErrorKind kind = UnexpectedResponse) =>
        new(group, name, Expectation.Error(kind), Expectation.Error(kind), Expectation.GoesOn) { Answer = answer };

    private static FaultRow Lasting(string group, string name, JobServiceErrorKind kind) =>
        new(group, name, Expectation.Error(kind), Expectation.Error(kind), Expectation.Ends(kind));

    private static FaultRow Readable(string group, string name, Func<Exchange, Task>? answer) =>
        new(group, name, Expectation.Read, Expectation.Read, Expectation.GoesOn) { Answer = answer };

    private static Func<Exchange, Task> Now(Action<Exchange> act) => exchange =>
    {
        act(exchange);
        return Task.CompletedTask;
    };

    private static Func<Exchange, Task> Reset(string after) => async exchange =>
    {
        await exchange.SendAsync(after);
        exchange.Reset();
    };

    private static Task RetryAtAsync(Exchange exchange, TimeSpan ahead, double seconds)
    {
        DateTimeOffset there = exchange.Front.Clock.GetUtcNow() + ahead;
        return exchange.AnswerAsync(
            429,
            ("Date", there.ToString("r", CultureInfo.InvariantCulture)),
            ("Retry-After", there.AddSeconds(seconds).ToString("r", CultureInfo.InvariantCulture)));
    }

    private static Task AskForPasswordAsync(Exchange exchange) => exchange.AnswerAsync(407, ("Proxy-Authenticate", "Basic realm=\"proxy\""));

    private static async Task SendAsAsync(Exchange exchange, string contentType)
    {
        Exchange.Original original = await exchange.OriginalAsync();
        await exchange.AnswerAsync(original.Status, contentType, original.Body);
    }

    private static async Task RecodeAsync(Exchange exchange, string contentType, bool hasMark)
    {
        Exchange.Original original = await exchange.OriginalAsync();
        byte[] body = Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(original.Body));
        await exchange.AnswerAsync(original.Status, contentType, [.. hasMark ? Encoding.Unicode.GetPreamble() : [], .. body]);
    }

    private static async Task FoldAsync(Exchange exchange, string encoding)
    {
        Exchange.Original original = await exchange.OriginalAsync();
        using MemoryStream folded = new();
        await using (Stream fold = encoding == "gzip" ? new GZipStream(folded, CompressionLevel.Fastest) : new ZLibStream(folded, CompressionLevel.Fastest))
        {
            await fold.WriteAsync(original.Body, exchange.Stopping);
        }

        await exchange.AnswerAsync(original.Status, original.ContentType, folded.ToArray(), ("Content-Encoding", encoding));
    }

    private static byte[] Folded(int megabytes)
    {
        using MemoryStream folded = new();
        using (GZipStream fold = new(folded, CompressionLevel.Fastest))
        {
            byte[] block = Enumerable.Repeat((byte)' ', 1024 * 1024).ToArray();
            for (int i = 0; i < megabytes; i++)
            {
                fold.Write(block);
            }
        }

        return folded.ToArray();
    }

    [GeneratedRegex("""("(?:progress|owner_id|cluster_id|outputs_count|runtime_in_seconds|records_count|toolId)"\s*:)\s*-?[\d.]+""")]
    private static partial Regex Figures();

    [GeneratedRegex("""
        "\d{4}-\d\d-\d\d[T ][^"]*"
        """)]
    private static partial Regex Dates();
}
