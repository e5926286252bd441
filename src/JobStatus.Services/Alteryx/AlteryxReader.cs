using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Alteryx;

/// <summary>
/// Reads the responses of Alteryx, in API version 1 or 3. This is the only place that names the fields. Some fields have
/// different names in different versions and lists.
/// </summary>
internal static class AlteryxReader
{
    private static readonly Dictionary<string, string> PriorityNumbers = new()
    {
        ["0"] = "Low",
        ["1"] = "Medium",
        ["2"] = "High",
        ["3"] = "Critical",
    };

    /// <summary>Reads a response that is a job.</summary>
    /// <exception cref="ServiceErrorException">The response is not a job.</exception>
    public static AlteryxJob Job(
        ResponseTree tree,
        string? requestedId,
        Func<string, Uri> createUri,
        string connection,
        DateTimeOffset observedAt) =>
        Job(tree.Object, requestedId, createUri, connection, observedAt, isResponse: true)
        ?? throw new ServiceErrorException(ServiceError.UnexpectedContent);

    /// <param name="fields">The job: by its id, in the list of a workflow, or in the queue.</param>
    /// <param name="requestedId">The id that was requested, or null to use the id of the job.</param>
    /// <param name="createUri">Returns the address of the job with an id.</param>
    /// <param name="connection">The name of the connection.</param>
    /// <param name="observedAt">The time when the job was read.</param>
    /// <param name="isFromList">True if the job was read from a list.</param>
    /// <param name="workflowId">The id of the workflow whose list contained the job, or null.</param>
    /// <param name="isResponse">True if an object without an id and a status is not a job.</param>
    /// <param name="disposition">The disposition that the filter of a list proves, or null.</param>
    /// <returns>The job, or null if the object is not a job.</returns>
    public static AlteryxJob? Job(
        ResponseObject fields,
        string? requestedId,
        Func<string, Uri> createUri,
        string connection,
        DateTimeOffset observedAt,
        bool isFromList = false,
        string? workflowId = null,
        bool isResponse = false,
        string? disposition = null)
    {
        string? jobId = IdOf(ref fields, "id", "jobId");
        string? status = fields.Text("status");
        string? id = requestedId ?? jobId;
        if (id is null || (isResponse && !fields.AnyFound))
        {
            return null;
        }

        if (jobId is not null && jobId != id)
        {
            fields.Keep("id", jobId);
        }

        bool hasLocalTime = isFromList && (fields.HasNoOffset("createDateTime") || fields.HasNoOffset("createDate"));
        return new AlteryxJob
        {
            Connection = connection,
            Id = id,
            ObservedInstant = observedAt,
            IsFromList = isFromList,
            HasLocalTime = hasLocalTime,
            Name = fields.Text("workflowName"),
            Status = status,
            SubmittedInstant = TimeOf(ref fields, "createDateTime", "createDate"),
            StartedInstant = fields.Time("startTime"),
            Uri = createUri(id),
            AppId = fields.Id("appId"),
            Disposition = fields.Text("disposition") ?? disposition,
            Outputs = fields.List("outputs", Output),
            Messages = fields.ItemList("messages", message => Message(message, id, connection), out _),
            Priority = PriorityOf(ref fields),
            WorkerTag = fields.Text("workerTag"),
            RunWithE2 = fields.Boolean("runWithE2"),
            WorkflowId = fields.Id("workflowId") ?? workflowId,
            SubmittedBy = fields.Text("submittedBy"),
            QueueTime = fields.Duration("queueTime"),
            ExecutionTime = fields.Duration("executionTime"),
            AdditionalData = fields.AdditionalData,
        };
    }

    /// <summary>Reads a page of the jobs of a workflow. Jobs without an id are skipped because nothing could refer to them.</summary>
    /// <exception cref="ServiceErrorException">The response is not a job list, or none of its items is a job.</exception>
    public static ListPage<AlteryxJob> WorkflowJobs(ResponseTree tree, Func<ResponseObject, AlteryxJob?> readJob) =>
        ListPage<AlteryxJob>.FromList(tree, readJob);

    /// <summary>Reads a page of the queue.</summary>
    /// <exception cref="ServiceErrorException">The response is not a job list, or none of its items is a job.</exception>
    public static ListPage<AlteryxJob> Queue(ResponseTree tree, Func<ResponseObject, AlteryxJob?> readJob)
    {
        ResponseObject page = tree.Object;
        AlteryxJob[] jobs = page.List("data", readJob, out int received);
        (long? total, bool? hasNext) = page.Object(
            "pagination", static pagination => (pagination.Int64("totalItems"), pagination.Boolean("hasNextPage")));
        return ListPage<AlteryxJob>.FromObject(jobs, total, received, hasNext);
    }

    /// <summary>Reads the messages of a job: a list, an object that contains the list, or a single message.</summary>
    /// <exception cref="ServiceErrorException">The response is something else, or none of its items is a message.</exception>
    public static ListPage<AlteryxJobMessage> Messages(ResponseTree tree, string jobId, string connection)
    {
        AlteryxJobMessage? ReadMessage(ResponseObject fields) =>
            Message(fields, jobId, connection) is var message and not { Status: null, Text: null, ToolId: null } ? message : null;
        ResponseObject root = tree.Root;
        AlteryxJobMessage[] messages = root.ItemList("messages", ReadMessage, out int received);
        if (root.IsNull || (root.AnyPresent && !root.AnyFound))
        {
            return new([]);
        }

        if (received < 0)
        {
            // A job also has a status, so only a text shows that a single object is a message.
            messages = root.OwnList(
                fields => ReadMessage(fields) is { } message && (message.Text is not null || !root.IsObject) ? message : null,
                out received);
        }

        return ListPage<AlteryxJobMessage>.FromObject(messages, null, received);
    }

    // A string is the text of a message.
    private static AlteryxJobMessage Message(ResponseObject fields, string jobId, string connection) => fields.IsString
        ? new AlteryxJobMessage { JobId = jobId, Connection = connection, Text = fields.OwnText() }
        : new AlteryxJobMessage
        {
            JobId = jobId,
            Connection = connection,
            Status = fields.Int32("status"),
            Text = fields.Text("text"),
            ToolId = fields.Int32("toolId"),
            AdditionalData = fields.AdditionalData,
        };

    /// <param name="fields">The workflow.</param>
    /// <param name="connection">The name of the connection.</param>
    /// <param name="requestedId">The id that was requested, or null to use the id of the workflow.</param>
    /// <returns>The workflow, or null if the object has neither an id nor, if an id was requested, a name.</returns>
    public static AlteryxWorkflow? Workflow(ResponseObject fields, string connection, string? requestedId = null)
    {
        string? ownId = fields.Id("id");
        string? name = fields.Text("name");
        string? id = requestedId ?? ownId;
        if (id is null || !fields.AnyFound)
        {
            return null;
        }

        if (ownId is not null && ownId != id)
        {
            fields.Keep("id", ownId);
        }

        return new AlteryxWorkflow
        {
            Connection = connection,
            WorkflowId = id,
            Name = name,
            OwnerId = fields.Text("ownerId"),
            CreatedInstant = fields.Time("dateCreated"),
            AdditionalData = fields.AdditionalData,
        };
    }

    /// <summary>Reads a credential, or returns null if it has no id.</summary>
    public static AlteryxCredential? Credential(ResponseObject fields) =>
        fields.Id("id") is { } id ? new(id, fields.Text("userName")) : null;

    /// <summary>Reads the questions of a workflow.</summary>
    /// <exception cref="ServiceErrorException">The response is not a list, or none of its items is a question.</exception>
    public static ListPage<AlteryxWorkflowQuestion> Questions(ResponseTree tree, string workflowId, string connection) =>
        ListPage<AlteryxWorkflowQuestion>.FromArray(tree, fields => Question(fields, workflowId, connection));

    /// <summary>Reads a response that is a schedule.</summary>
    /// <exception cref="ServiceErrorException">The response is not a schedule.</exception>
    public static AlteryxSchedule Schedule(ResponseTree tree, string requestedId, string connection, DateTimeOffset? nextRun) =>
        Schedule(tree.Object, requestedId, connection, nextRun) ?? throw new ServiceErrorException(ServiceError.UnexpectedContent);

    /// <summary>Reads a schedule, in its full or in its reduced form.</summary>
    /// <param name="fields">The schedule.</param>
    /// <param name="requestedId">The id that was requested, or null to use the id of the schedule.</param>
    /// <param name="connection">The name of the connection.</param>
    /// <param name="nextRun">The time of the next run that a list reported, or null.</param>
    /// <returns>The schedule, or null if the object is not a schedule.</returns>
    public static AlteryxSchedule? Schedule(
        ResponseObject fields,
        string? requestedId,
        string connection,
        DateTimeOffset? nextRun = null)
    {
        string? reportedId = fields.Id("id");
        string? name = fields.Text("name");
        string? workflowId = fields.Id("workflowId");
        DateTimeOffset? reportedRun = fields.Time("runDateTime");
        string? id = requestedId ?? reportedId;
        if (id is null || !fields.AnyFound)
        {
            return null;
        }

        if (reportedId is not null && reportedId != id)
        {
            fields.Keep("id", reportedId);
        }

        return new AlteryxSchedule
        {
            Connection = connection,
            Id = id,
            Name = name,
            Enabled = fields.Boolean("enabled"),
            WorkflowId = workflowId,
            VersionId = fields.Text("versionId"),
            OwnerId = fields.Text("ownerId"),
            NextRunInstant = nextRun ?? reportedRun,
            LastRunInstant = fields.Time("lastRunTime"),
            Comment = fields.Text("comment"),
            Priority = PriorityOf(ref fields),
            WorkerTag = fields.Text("workerTag"),
            CredentialId = fields.Text("credentialId"),
            Status = fields.Text("status"),
            State = fields.Text("state"),
            Frequency = fields.Text("frequency"),
            TimeZone = fields.Text("timeZone"),
            Iteration = fields.Object("iteration", Iteration),
            RunCount = fields.Int64("runCount"),
            LastError = fields.Text("lastError"),
            CpuName = fields.Text("cpuName"),
            CanEdit = fields.Boolean("canEdit"),
            CreatedInstant = fields.Time("creationTime"),
            ModifiedBy = fields.Text("lastModifiedId"),
            ModifiedInstant = fields.Time("lastModifiedDate"),
            Questions = fields.List("questions", question => Question(question, workflowId ?? string.Empty, connection)),
            AdditionalData = fields.AdditionalData,
        };
    }

    private static AlteryxScheduleIteration Iteration(ResponseObject fields) => new()
    {
        StartInstant = fields.Time("startTime"),
        EndInstant = fields.Time("endTime"),
        AdditionalData = fields.AdditionalData,
    };

    private static AlteryxWorkflowQuestion? Question(ResponseObject fields, string workflowId, string connection)
    {
        var question = new AlteryxWorkflowQuestion
        {
            Connection = connection,
            WorkflowId = workflowId,
            Name = fields.Text("name"),
            QuestionType = fields.Text("questionType"),
            Description = fields.Text("description"),
            Value = fields.Text("value"),
            Multiple = fields.Boolean("multiple"),
            Items = fields.List("items", Choice),
            AdditionalData = fields.AdditionalData,
        };
        return fields.AnyPresent ? question : null;
    }

    private static string? PriorityOf(ref ResponseObject fields)
    {
        string? priority = fields.Text("priority");
        return priority is not null && PriorityNumbers.TryGetValue(priority, out string? word) ? word : priority;
    }

    /// <summary>Reads the response to a token request: either a token with its lifetime in seconds, or an error.</summary>
    public static (string? Token, double? Lifetime, ServiceError? Error) Token(ResponseObject fields)
    {
        string? token = fields.Text("access_token");
        double? lifetime = fields.Double("expires_in");
        string? error = fields.Text("error");
        return (token, lifetime, new ServiceError
        {
            Message = fields.Text("error_description") ?? error ?? fields.FirstText("message"),

            // The error has a code, such as invalid_client.
            IsFromService = !ErrorForms.IsGatewayText(error),
        });
    }

    private static AlteryxJobOutput Output(ResponseObject fields) => new()
    {
        Id = fields.Id("id"),
        AvailableFormats = TextsOf(ref fields, "availableFormats", "formats"),
        FileName = TextOf(ref fields, "fileName", "name"),
        AdditionalData = fields.AdditionalData,
    };

    private static KeyValuePair<string, string> Choice(ResponseObject fields) =>
        new(fields.Text("key") ?? string.Empty, fields.Text("value") ?? string.Empty);

    private static string? IdOf(ref ResponseObject fields, string name, string otherName)
    {
        string? id = fields.Id(name);
        string? other = fields.Id(otherName);
        if (id is not null && other is not null)
        {
            fields.Keep(otherName, other);
        }

        return id ?? other;
    }

    // Some fields have two names. If a response has both, the second one is kept as additional data.
    private static string? TextOf(ref ResponseObject fields, string name, string otherName)
    {
        string? text = fields.Text(name);
        if (fields.Text(otherName) is { } other)
        {
            if (text is null)
            {
                return other;
            }

            fields.Keep(otherName, other);
        }

        return text;
    }

    private static DateTimeOffset? TimeOf(ref ResponseObject fields, string name, string otherName)
    {
        DateTimeOffset? time = fields.Time(name);
        if (fields.Time(otherName) is { } other)
        {
            if (time is null)
            {
                return other;
            }

            fields.Keep(otherName, other.ToString("o", CultureInfo.InvariantCulture));
        }

        return time;
    }

    private static string[] TextsOf(ref ResponseObject fields, string name, string otherName)
    {
        string[] texts = fields.ValueList(name, static value => value.OwnText());
        string[] others = fields.ValueList(otherName, static value => value.OwnText());
        if (texts.Length == 0)
        {
            return others;
        }

        if (others.Length > 0)
        {
            fields.Keep(otherName, others.ToArray<object?>());
        }

        return texts;
    }
}
