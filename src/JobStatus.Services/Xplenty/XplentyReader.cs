using System;
using System.Globalization;
using System.Linq;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Xplenty;

/// <summary>Reads the responses of Xplenty, in API version 1 or 2. This is the only place that names the fields.</summary>
internal static class XplentyReader
{
    /// <summary>The name of a job in another object. No such object is documented.</summary>
    public const string JobMember = "job";

    // The name under which the fields around the job in a webhook are kept, as for Alma.
    private const string Webhook = "webhook";

    /// <summary>Reads a page of jobs. Jobs without an id are skipped because nothing could refer to them.</summary>
    /// <exception cref="ServiceErrorException">The response is not a job list, or none of its items is a job.</exception>
    public static ListPage<XplentyJob> Jobs(ResponseTree tree, string connection, DateTimeOffset observedAt) =>
        ListPage<XplentyJob>.FromList(tree, fields => Job(fields, null, connection, observedAt));

    /// <summary>Reads a response that is a job.</summary>
    /// <exception cref="ServiceErrorException">The response is not a job.</exception>
    public static XplentyJob Job(ResponseTree tree, string? requestedId, string connection, DateTimeOffset observedAt) =>
        Job(tree.Object, requestedId, connection, observedAt, isResponse: true)
        ?? throw new ServiceErrorException(ServiceError.UnexpectedContent);

    /// <summary>
    /// Reads a document that is a job, as in the body of a service hook, or that contains one as its member "job". Bodies for
    /// clusters have the fields of clusters instead.
    /// </summary>
    /// <remarks>Source: Integrate.io ETL, "Service Hooks".</remarks>
    /// <exception cref="ServiceErrorException">The document is an error, or contains no job.</exception>
    public static XplentyJob Document(ResponseTree tree, DateTimeOffset observedAt)
    {
        ResponseObject document = tree.Object;
        ResponseObject fields = document;
        if (document.Object(JobMember, static member => (object)member) is ResponseObject member)
        {
            fields = member;
            if (document.AdditionalData is { Count: > 0 } rest)
            {
                fields.Keep(Webhook, rest);
            }
        }

        XplentyJob? job = Job(fields, null, null, observedAt);
        if (job is { Status: not null } && (job.PackageId ?? job.ClusterId ?? job.OutputsCount ?? job.Progress) is not null)
        {
            return job;
        }

        ServiceError error = new XplentyErrorParser().FindText(document);
        throw new ServiceErrorException(
            error.IsEmpty || document.AdditionalData.Count > 1 ? ServiceError.UnexpectedContent : error);
    }

    /// <param name="fields">The job.</param>
    /// <param name="requestedId">The id that was requested, or null to use the id of the job.</param>
    /// <param name="connection">The name of the connection, or null if the job was not read through one.</param>
    /// <param name="observedAt">The time when the job was read.</param>
    /// <param name="isResponse">True if an object without an id and a status is not a job.</param>
    /// <returns>The job, or null if the object is not a job.</returns>
    public static XplentyJob? Job(
        ResponseObject fields,
        string? requestedId,
        string? connection,
        DateTimeOffset observedAt,
        bool isResponse = false)
    {
        long? jobId = fields.Int64("id");
        string? status = fields.Text("status");
        string? id = requestedId ?? jobId?.ToString(CultureInfo.InvariantCulture);
        if (id is null || (isResponse && !fields.AnyFound))
        {
            return null;
        }

        if (jobId is { } otherId && otherId.ToString(CultureInfo.InvariantCulture) != id)
        {
            fields.Keep("id", otherId);
        }

        Uri? url = fields.Uri("url");
        Uri? htmlUrl = fields.Uri("html_url");
        XplentyReference? package = fields.Object("package", Reference);
        XplentyComponent? component = fields.Object("component", Component);
        return new XplentyJob
        {
            Connection = connection,
            Id = id,
            ObservedInstant = observedAt,
            Name = package?.Name ?? component?.Name,
            Status = status,
            SubmittedInstant = fields.Time("created_at"),
            StartedInstant = fields.Time("started_at"),
            Uri = htmlUrl ?? url,
            OwnerId = fields.Int64("owner_id"),
            ClusterId = fields.Int64("cluster_id"),
            PackageId = fields.Int64("package_id"),
            Progress = fields.Double("progress"),
            Variables = fields.Members("variables"),
            DynamicVariables = fields.Members("dynamic_variables"),
            OutputsCount = fields.Int64("outputs_count"),
            Outputs = fields.List("outputs", Output),
            UpdatedInstant = fields.Time("updated_at"),
            FailedInstant = fields.Time("failed_at"),
            CompletedInstant = fields.Time("completed_at"),
            Errors = fields.Texts("errors"),
            RuntimeInSeconds = fields.Int64("runtime_in_seconds"),
            Url = url,
            HtmlUrl = htmlUrl,
            LogUrl = fields.Uri("log_url"),
            Creator = fields.Object("creator", Creator),
            Package = package,
            Cluster = fields.Object("cluster", Reference),
            LogSummary = fields.Object("log_summary", LogSummary),
            Component = component,
            Attempts = fields.Int64("attempts"),
            MasterAutoRetryAttempts = fields.Int64("master_auto_retry_attempts"),
            AdditionalData = fields.AdditionalData,
        };
    }

    /// <summary>Reads a page of packages. Packages without an id are skipped because nothing could refer to them.</summary>
    /// <exception cref="ServiceErrorException">The response is not a list, or none of its items is a package.</exception>
    public static ListPage<XplentyPackage> Packages(ResponseTree tree, string connection) =>
        ListPage<XplentyPackage>.FromArray(tree, fields => Package(fields, null, connection));

    /// <summary>Reads a response that is a package.</summary>
    /// <exception cref="ServiceErrorException">The response is not a package.</exception>
    public static XplentyPackage Package(ResponseTree tree, string requestedId, string connection) =>
        Package(tree.Object, requestedId, connection) ?? throw new ServiceErrorException(ServiceError.UnexpectedContent);

    /// <summary>Reads a page of schedules. Schedules without an id are skipped because nothing could refer to them.</summary>
    /// <exception cref="ServiceErrorException">The response is not a list, or none of its items is a schedule.</exception>
    public static ListPage<XplentySchedule> Schedules(ResponseTree tree, string connection) =>
        ListPage<XplentySchedule>.FromArray(tree, fields => Schedule(fields, null, connection));

    /// <summary>Reads a response that is a schedule.</summary>
    /// <exception cref="ServiceErrorException">The response is not a schedule.</exception>
    public static XplentySchedule Schedule(ResponseTree tree, string requestedId, string connection) =>
        Schedule(tree.Object, requestedId, connection) ?? throw new ServiceErrorException(ServiceError.UnexpectedContent);

    /// <summary>Reads a page of clusters. Clusters without an id are skipped because nothing could refer to them.</summary>
    /// <exception cref="ServiceErrorException">The response is not a list, or none of its items is a cluster.</exception>
    public static ListPage<XplentyCluster> Clusters(ResponseTree tree, string connection) =>
        ListPage<XplentyCluster>.FromArray(tree, fields => Cluster(fields, null, connection));

    /// <summary>Reads a response that is a cluster.</summary>
    /// <exception cref="ServiceErrorException">The response is not a cluster.</exception>
    public static XplentyCluster Cluster(ResponseTree tree, string? requestedId, string connection) =>
        Cluster(tree.Object, requestedId, connection) ?? throw new ServiceErrorException(ServiceError.UnexpectedContent);

    /// <summary>Reads a log.</summary>
    /// <exception cref="ServiceErrorException">The response is not a log.</exception>
    public static XplentyJobLog Log(ResponseTree tree, string jobId, string connection)
    {
        ResponseObject fields = tree.Object;
        string? body = fields.Text("body");
        return !fields.AnyPresent
            ? throw new ServiceErrorException(ServiceError.UnexpectedContent)
            : new XplentyJobLog
            {
                JobId = jobId,
                Connection = connection,
                Body = body,
                Url = fields.Uri("url"),
                AdditionalData = fields.AdditionalData,
            };
    }

    /// <summary>Reads the variables of a job, whose names are the names of the members.</summary>
    public static XplentyJobVariable[] Variables(ResponseObject fields, string jobId, string connection) =>
        fields.AdditionalData
            .Select(member => new XplentyJobVariable { JobId = jobId, Connection = connection, Name = member.Key, Value = member.Value })
            .ToArray();

    /// <summary>Reads the preview of an output, which can be empty.</summary>
    /// <exception cref="ServiceErrorException">The response is not a preview.</exception>
    public static string Preview(ResponseTree tree)
    {
        ResponseObject fields = tree.Object;
        string? preview = fields.Text("preview");
        return fields.AnyPresent ? preview ?? string.Empty : throw new ServiceErrorException(ServiceError.UnexpectedContent);
    }

    /// <summary>Reads the list of watchers.</summary>
    /// <exception cref="ServiceErrorException">The response is not a list, or none of its items is a watcher.</exception>
    public static ListPage<XplentyJobWatcher> Watchers(ResponseTree tree, string jobId, string connection) =>
        ListPage<XplentyJobWatcher>.FromArray(tree, fields =>
        {
            var watcher = new XplentyJobWatcher
            {
                JobId = jobId,
                Connection = connection,
                UserId = fields.Int64("id"),
                DisplayName = fields.Text("display_name"),
                AdditionalData = fields.AdditionalData,
            };
            return fields.AnyPresent ? watcher : null;
        });

    /// <summary>Reads the quota.</summary>
    /// <exception cref="ServiceErrorException">The response contains neither the quota nor the remaining requests.</exception>
    public static XplentyRateLimit RateLimit(ResponseTree tree, string connection) =>
        tree.Object.Object("limits", fields => new XplentyRateLimit
        {
            Connection = connection,
            Limit = fields.Int64("limit"),
            Remaining = fields.Int64("remaining"),
        }) is { } limits && (limits.Limit ?? limits.Remaining) is not null
            ? limits
            : throw new ServiceErrorException(ServiceError.UnexpectedContent);

    private static XplentyPackage? Package(ResponseObject fields, string? requestedId, string connection)
    {
        string? name = fields.Text("name");
        return FindId(ref fields, requestedId) is not { } id
            ? null
            : new XplentyPackage
            {
                Connection = connection,
                Id = id,
                Name = name,
                Description = fields.Text("description"),
                Status = fields.Text("status"),
                FlowType = fields.Text("flow_type"),
                Variables = fields.Members("variables"),
                OwnerId = fields.Int64("owner_id"),
                WorkspaceId = fields.Int64("workspace_id"),
                Version = fields.Text("version"),
                FlowVersion = fields.Text("flow_version"),
                PackageVersion = fields.Text("package_version"),
                ItemId = fields.Int64("item_id"),
                CreatedInstant = fields.Time("created_at"),
                UpdatedInstant = fields.Time("updated_at"),
                Url = fields.Uri("url"),
                HtmlUrl = fields.Uri("html_url"),
                AdditionalData = fields.AdditionalData,
            };
    }

    private static XplentySchedule? Schedule(ResponseObject fields, string? requestedId, string connection)
    {
        string? status = fields.Text("status");
        return FindId(ref fields, requestedId) is not { } id
            ? null
            : new XplentySchedule
            {
                Connection = connection,
                Id = id,
                Name = fields.Text("name"),
                Description = fields.Text("description"),
                Status = status,
                OwnerId = fields.Int64("owner_id"),
                StartInstant = fields.Time("start_at"),
                NextRunInstant = fields.Time("next_run_at"),
                LastRunInstant = fields.Time("last_run_at"),
                IntervalAmount = fields.Int64("interval_amount"),
                IntervalUnit = fields.Text("interval_unit"),
                LastRunStatus = fields.Text("last_run_status"),
                ExecutionCount = fields.Int64("execution_count"),
                Overlap = Flag(ref fields, "overlap"),
                AutoRetry = Flag(ref fields, "auto_retry"),
                AutoRetryAttempts = fields.Int64("auto_retry_attempts"),
                ReuseClusterStrategy = fields.Text("reuse_cluster_strategy"),
                Task = fields.Object("task", ScheduleTask),
                CreatedInstant = fields.Time("created_at"),
                UpdatedInstant = fields.Time("updated_at"),
                Url = fields.Uri("url"),
                HtmlUrl = fields.Uri("html_url"),
                AdditionalData = fields.AdditionalData,
            };
    }

    private static XplentyCluster? Cluster(ResponseObject fields, string? requestedId, string connection)
    {
        string? status = fields.Text("status");
        return FindId(ref fields, requestedId) is not { } id
            ? null
            : new XplentyCluster
            {
                Connection = connection,
                Id = id,
                Name = fields.Text("name"),
                Description = fields.Text("description"),
                Status = status,
                OwnerId = fields.Int64("owner_id"),
                PlanId = fields.Int64("plan_id"),
                Nodes = fields.Int64("nodes"),
                Type = fields.Text("type"),
                RunningJobsCount = fields.Int64("running_jobs_count"),
                QueuedJobsCount = fields.Int64("queued_jobs_count"),
                TerminateOnIdle = Flag(ref fields, "terminate_on_idle"),
                TimeToIdle = fields.Int64("time_to_idle"),
                TerminatedOnIdle = Flag(ref fields, "terminated_on_idle"),
                Region = fields.Text("region"),
                Zone = fields.Text("zone"),
                Creator = fields.Object("creator", Creator),
                CreatedInstant = fields.Time("created_at"),
                UpdatedInstant = fields.Time("updated_at"),
                AvailableInstant = fields.Time("available_since"),
                IdleInstant = fields.Time("idle_since"),
                TerminatedInstant = fields.Time("terminated_at"),
                Url = fields.Uri("url"),
                HtmlUrl = fields.Uri("html_url"),
                AdditionalData = fields.AdditionalData,
            };
    }

    private static XplentyScheduleTask ScheduleTask(ResponseObject fields) => new()
    {
        Nodes = fields.Int64("nodes"),
        TerminateOnIdle = Flag(ref fields, "terminate_on_idle"),
        TimeToIdle = fields.Int64("time_to_idle"),
        Packages = fields.List("packages", SchedulePackage),
        AdditionalData = fields.AdditionalData,
    };

    private static XplentySchedulePackage SchedulePackage(ResponseObject fields) => new()
    {
        PackageId = fields.Int64("package_id"),
        Variables = fields.Members("variables"),
        AdditionalData = fields.AdditionalData,
    };

    // Xplenty sends true and false also as 1 and 0. Another number stays in the additional data.
    private static bool? Flag(ref ResponseObject fields, string name)
    {
        if (fields.Boolean(name) is { } flag)
        {
            return flag;
        }

        long? number = fields.Int64(name);
        if (number is not (null or 0 or 1))
        {
            fields.Keep(name, number.Value);
            return null;
        }

        return number is { } value ? value == 1 : null;
    }

    // Returns the requested id, or else the reported id. An object in which no known field was found has none. If the ids
    // differ, the reported id stays in the additional data.
    private static string? FindId(ref ResponseObject fields, string? requestedId)
    {
        string? reported = fields.Int64("id")?.ToString(CultureInfo.InvariantCulture);
        if (requestedId is null || !fields.AnyFound)
        {
            return reported;
        }

        if (reported is not null && reported != requestedId)
        {
            fields.Keep("id", long.Parse(reported, CultureInfo.InvariantCulture));
        }

        return requestedId;
    }

    private static XplentyReference Reference(ResponseObject fields) => new()
    {
        Id = fields.Int64("id"),
        Name = fields.Text("name"),
        Url = fields.Uri("url"),
        AdditionalData = fields.AdditionalData,
    };

    private static XplentyJobOutput Output(ResponseObject fields)
    {
        XplentyComponent? component = fields.Object("component", Component);
        return new XplentyJobOutput
        {
            Id = fields.Int64("id"),
            Name = fields.Text("name"),
            Progress = fields.Double("progress"),
            RecordsCount = fields.Int64("records_count"),
            CreatedInstant = fields.Time("created_at"),
            UpdatedInstant = fields.Time("updated_at"),
            Url = fields.Uri("url"),
            PreviewUrl = fields.Uri("preview_url"),
            PreviewType = fields.Text("preview_type"),
            ComponentName = fields.Text("component_name") ?? component?.Name,
            Component = component,
            AdditionalData = fields.AdditionalData,
        };
    }

    private static XplentyComponent Component(ResponseObject fields) => new()
    {
        Name = fields.Text("name"),
        Type = fields.Text("type"),
        Fields = fields.Values("fields"),
        AdditionalData = fields.AdditionalData,
    };

    private static XplentyJobCreator Creator(ResponseObject fields) => new()
    {
        Type = fields.Text("type"),
        Id = fields.Int64("id"),
        DisplayName = fields.Text("display_name"),
        Url = fields.Uri("url"),
        AdditionalData = fields.AdditionalData,
    };

    private static XplentyLogSummary LogSummary(ResponseObject fields) => new()
    {
        Id = fields.Int64("id"),
        Body = fields.Text("body"),
        ErrorSummary = fields.Text("error_summary"),
        OpenaiExtract = fields.Text("openai_extract"),
        ActionItems = fields.Values("action_items"),
        CreatedInstant = fields.Time("created_at"),
        AdditionalData = fields.AdditionalData,
    };
}
