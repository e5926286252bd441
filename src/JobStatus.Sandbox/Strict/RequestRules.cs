using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace JobStatus.Sandbox.Strict;

/// <summary>
/// The requests that the documentation of the services describes. A call that the sandbox gains also needs a line here.
/// </summary>
internal static class RequestRules
{
    private const string Alma = "/almaws/v1/conf";
    private const string Instance = $"{Alma}/jobs/*/instances/*";
    private const string Xplenty = "/*/api";
    private const string Alteryx = AlteryxPath.Root;
    private const string XplentyAccept = "application/vnd.xplenty+json; version=2";
    private const string Json = "application/json";
    private const string Xml = "application/xml";
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly DocumentedCall AlteryxToken = new("POST", $"{Alteryx}/oauth2/token");

    private static readonly DocumentedCall AlteryxQueue = new(
        "GET",
        $"{Alteryx}/v3/jobs",
        "sortField direction offset limit priorities* statuses* users* allUsers workflowNames* completedBefore completedAfter");

    private static readonly DocumentedCall AlteryxWorkflowJobs = new(
        "GET", $"{Alteryx}/v3/workflows/*/jobs", "sortField direction offset limit status resultCode");

    private static readonly DocumentedCall[] AlmaCalls =
    [
        new("GET", $"{Alma}/test"),
        new("POST", $"{Alma}/test"),
        new("GET", $"{Alma}/jobs", "limit offset category type profile_id"),
        new("GET", $"{Alma}/jobs/*"),
        new("POST", $"{Alma}/jobs/*", "op") { Body = BodyRule.AlmaRun },
        new("GET", $"{Alma}/jobs/*/instances", "limit offset submit_date_from submit_date_to status"),
        new("GET", Instance),
        new("GET", $"{Instance}/events", "limit offset"),
        new("GET", $"{Instance}/matches", "population limit offset"),
        new("GET", $"{Instance}/download", "download_format line_type") { ReturnsFile = true },
        new("GET", $"{Alma}/sets", "content_type set_type q set_origin limit offset"),
        new("POST", $"{Alma}/sets") { Body = BodyRule.AlmaSet },
        new("GET", $"{Alma}/sets/*"),
        new("POST", $"{Alma}/sets/*", "op id_type fail_on_invalid_id") { Body = BodyRule.AlmaMembers },
        new("DELETE", $"{Alma}/sets/*"),
        new("GET", $"{Alma}/sets/*/members", "limit offset"),
    ];

    private static readonly DocumentedCall[] AlteryxCalls =
    [
        AlteryxToken,
        AlteryxQueue,
        new("GET", $"{Alteryx}/v3/jobs/*", "includeMessages"),
        new("GET", $"{Alteryx}/v3/jobs/*/messages"),
        new("DELETE", $"{Alteryx}/v3/jobs/*"),
        new("GET", $"{Alteryx}/v3/workflows", "view name ownerId createdAfter createdBefore"),
        new("GET", $"{Alteryx}/v3/workflows/*"),
        new("GET", $"{Alteryx}/v3/workflows/*/questions"),
        AlteryxWorkflowJobs,
        new("POST", $"{Alteryx}/v3/workflows/*/jobs") { Body = BodyRule.AlteryxRun },
        new("GET", $"{Alteryx}/v3/credentials"),
        new("GET", $"{Alteryx}/v3/schedules", "ownerId workflowId runsAfter runsBefore view"),
        new("GET", $"{Alteryx}/v3/schedules/*"),
        new("PATCH", $"{Alteryx}/v3/schedules/*") { Body = BodyRule.AlteryxSchedule },
        new("GET", $"{Alteryx}/v1/jobs/*/output/*", "format") { ReturnsFile = true },
    ];

    private static readonly DocumentedCall[] XplentyCalls =
    [
        new("GET", "/user"),
        new("GET", $"{Xplenty}/rate_limit_status"),
        new("GET", $"{Xplenty}/packages", "flow_type sort direction since status offset limit"),
        new("GET", $"{Xplenty}/packages/*"),
        new("GET", $"{Xplenty}/clusters", "status sort direction since offset limit"),
        new("POST", $"{Xplenty}/clusters") { Body = BodyRule.XplentyNewCluster },
        new("GET", $"{Xplenty}/clusters/*"),
        new("PUT", $"{Xplenty}/clusters/*") { Body = BodyRule.XplentyCluster },
        new("DELETE", $"{Xplenty}/clusters/*"),
        new("GET", $"{Xplenty}/jobs", "status sort direction since package_id offset limit"),
        new("POST", $"{Xplenty}/jobs") { Body = BodyRule.XplentyRun },
        new("GET", $"{Xplenty}/jobs/search", "q sort direction"),
        new("GET", $"{Xplenty}/jobs/*", "include"),
        new("DELETE", $"{Xplenty}/jobs/*"),
        new("GET", $"{Xplenty}/jobs/*/children", "status sort direction since"),
        new("GET", $"{Xplenty}/jobs/*/log"),
        new("GET", $"{Xplenty}/jobs/*/variables"),
        new("GET", $"{Xplenty}/jobs/*/outputs/*/preview"),
        new("GET", $"{Xplenty}/jobs/*/watchers"),
        new("POST", $"{Xplenty}/jobs/*/watchers") { Body = BodyRule.Empty },
        new("DELETE", $"{Xplenty}/jobs/*/watchers"),
        new("GET", $"{Xplenty}/schedules", "status sort direction since offset limit"),
        new("GET", $"{Xplenty}/schedules/*"),
        new("PUT", $"{Xplenty}/schedules/*") { Body = BodyRule.XplentySchedule },
        new("POST", $"{Xplenty}/schedules/*/run") { Body = BodyRule.Empty },
    ];

    /// <summary>Returns the reason why a request does not follow the documentation, or null if it does.</summary>
    public static async Task<string?> FindProblemAsync(HttpRequest request)
    {
        (DocumentedCall[] calls, Func<HttpRequest, DocumentedCall, string?> findProblem) =
            request.Path.StartsWithSegments("/almaws") ? (AlmaCalls, FindAlmaProblem)
            : request.Path.StartsWithSegments(Alteryx) ? (AlteryxCalls, FindAlteryxProblem)
            : (XplentyCalls, (Func<HttpRequest, DocumentedCall, string?>)FindXplentyProblem);
        if (Array.Find(calls, call => call.Matches(request)) is not { } call)
        {
            return $"{request.Method} {request.Path.ToUriComponent()} is not a documented call.";
        }

        return call.FindQueryProblem(request.Query) ?? findProblem(request, call) ?? await FindBodyProblemAsync(request, call);
    }

    private static string? FindAlmaProblem(HttpRequest request, DocumentedCall call) =>
        request.CredentialOf("apikey") is null ? "The key is not in the header 'Authorization: apikey KEY'."
        : call.ReturnsFile ? null
        : FindAcceptProblem(request, Json, Xml);

    private static string? FindXplentyProblem(HttpRequest request, DocumentedCall call) =>
        !IsKeyWithColon(request.CredentialOf("Basic"))
            ? "The header 'Authorization: Basic' does not contain the key, a colon and an empty password."
            : FindAcceptProblem(request, XplentyAccept);

    private static string? FindAlteryxProblem(HttpRequest request, DocumentedCall call)
    {
        if (call == AlteryxToken)
        {
            return MediaTypeOf(request) == Form ? null : $"The Content-Type is not {Form}.";
        }

        return request.CredentialOf("Bearer") is null ? "The token is not in the header 'Authorization: Bearer TOKEN'."
            : call == AlteryxQueue && !request.Query.ContainsKey("allUsers")
                ? "allUsers is missing. Without it, the queue contains only the user's own jobs."
            : call == AlteryxQueue && request.Query.ContainsKey("users") && request.Query["allUsers"] != "true"
                ? "users requires allUsers=true."
            : call == AlteryxWorkflowJobs && !request.Query.ContainsKey("sortField")
                ? "sortField is missing. Without it, the order of the jobs is not documented."
            : call.ReturnsFile ? null
            : FindAcceptProblem(request, Json);
    }

    private static string? FindAcceptProblem(HttpRequest request, params IEnumerable<string> valid) =>
        valid.Contains(request.Headers.Accept.ToString()) ? null : $"The header Accept is not '{string.Join("' or '", valid)}'.";

    // The body of an Alma job can also be XML, which Alma itself checks.
    private static async Task<string?> FindBodyProblemAsync(HttpRequest request, DocumentedCall call)
    {
        if (call.Body is not { } rule || (rule == BodyRule.AlmaRun && MediaTypeOf(request) == Xml))
        {
            return null;
        }

        if (MediaTypeOf(request) != Json)
        {
            return $"The Content-Type is not {Json}.";
        }

        request.EnableBuffering();
        using StreamReader reader = new(request.Body, Encoding.UTF8, leaveOpen: true);
        string body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return rule.Check(body);
    }

    private static string? MediaTypeOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            ? type.MediaType.ToString().ToLowerInvariant()
            : null;

    private static bool IsKeyWithColon(string? credential)
    {
        byte[] bytes = new byte[credential?.Length ?? 0];
        return Convert.TryFromBase64String(credential ?? "", bytes, out int length)
            && Encoding.UTF8.GetString(bytes, 0, length) is [.. string key, ':']
            && !key.Contains(':', StringComparison.Ordinal);
    }
}
