using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Alma;

/// <summary>Reads the responses of Alma, in JSON or XML. This is the only place that names the fields.</summary>
internal static class AlmaReader
{
    public const string InstanceList = "job_instance";

    private const string IdField = "id";
    private const string TotalField = "total_record_count";

    /// <summary>The name under which the other fields of a webhook are kept.</summary>
    private const string Webhook = "webhook";

    /// <summary>Returns the first error in an error response, or an empty error if there is none.</summary>
    public static ServiceError Error(ResponseObject response) =>
        FindError(response, isError: true) is { IsEmpty: false } error ? error : GatewayError(response);

    /// <summary>Returns the error of a gateway in front of Alma, or an empty error if there is none.</summary>
    public static ServiceError GatewayError(ResponseObject response) =>
        new() { Message = response.FirstText("message", "errorMessage", "error_description", "error") };

    /// <summary>
    /// Returns the error in a response that does not contain the requested data: that of Alma, or else that of a gateway in front of
    /// it. It is empty if there is none.
    /// </summary>
    public static ServiceError StatedError(ResponseObject response) =>
        FindError(response, isError: false) is { IsEmpty: false } error ? error : GatewayError(response);

    /// <summary>
    /// Returns the error in a file, or null if the file is not an error response. Only errorsExist is compared, because a
    /// report can contain a list of errors.
    /// </summary>
    public static ServiceError? ErrorInFile(ResponseObject file)
    {
        bool isError = file.Boolean("errorsExist") == true
            || file.Object("web_service_result", static result => result.Boolean("errorsExist")) == true;
        return isError ? Error(file) : null;
    }

    /// <summary>Reads a response that is a run.</summary>
    /// <exception cref="ServiceErrorException">The response is an error, or not a run.</exception>
    public static AlmaJobInstance Instance(
        ResponseTree tree,
        string? requestedJobId,
        string instanceId,
        string connection,
        DateTimeOffset observedAt) =>
        Instance(Open(tree), requestedJobId, instanceId, connection, observedAt, isResponse: true)
        ?? throw new ServiceErrorException(ServiceError.UnexpectedContent);

    /// <param name="fields">The run.</param>
    /// <param name="requestedJobId">The requested id of the definition, or null if it is not known.</param>
    /// <param name="requestedId">The requested id of the run, or null to use the id of the run.</param>
    /// <param name="connection">The name of the connection, or null if there was none.</param>
    /// <param name="observedAt">The time when the run was read.</param>
    /// <param name="isFromList">True if the run was read from a list.</param>
    /// <param name="isResponse">True if an object without an id, a status and a definition is not a run.</param>
    /// <param name="webhook">The other fields of the webhook that contained the run.</param>
    /// <returns>The run, or null if the object is not a run.</returns>
    public static AlmaJobInstance? Instance(
        ResponseObject fields,
        string? requestedJobId,
        string? requestedId,
        string? connection,
        DateTimeOffset observedAt,
        bool isFromList = false,
        bool isResponse = false,
        IReadOnlyDictionary<string, object?>? webhook = null)
    {
        string? ownId = fields.Id(IdField);
        AlmaCodedValue? status = fields.Value("status", Coded);
        AlmaJobInfo? jobInfo = fields.Object("job_info", JobInfo);
        string? id = requestedId ?? ownId;
        if (id is null || (isResponse && !fields.AnyFound))
        {
            return null;
        }

        if (ownId is not null && ownId != id)
        {
            fields.Keep(IdField, ownId);
        }

        if (webhook is { Count: > 0 })
        {
            fields.Keep(Webhook, webhook);
        }

        return new AlmaJobInstance
        {
            Connection = connection,
            Id = id,
            ObservedInstant = observedAt,
            IsFromList = isFromList,
            JobId = jobInfo?.Id ?? requestedJobId,
            Name = fields.Text("name") ?? jobInfo?.Name,
            Status = status?.Value,
            StatusDescription = string.IsNullOrEmpty(status?.Description) ? null : status!.Description,
            SubmittedInstant = fields.Time("submit_time"),
            StartedInstant = fields.Time("start_time"),
            EndInstant = fields.Time("end_time"),
            Uri = fields.Uri("link"),
            ExternalId = fields.Text("external_id"),
            SubmittedBy = fields.Value("submitted_by", Coded),
            Progress = fields.Double("progress"),
            StatusDate = fields.Date("status_date"),
            Alerts = fields.ValueList("alert", Coded),
            Counters = fields.List("counter", Counter),
            Actions = fields.Values("action"),
            JobInfo = jobInfo,
            AdditionalData = fields.AdditionalData,
        };
    }

    /// <summary>Reads a page of runs.</summary>
    /// <exception cref="ServiceErrorException">The response is an error, or not a list of runs.</exception>
    public static ListPage<AlmaJobInstance> Instances(ResponseTree tree, string jobId, string connection, DateTimeOffset observedAt) =>
        Page(tree, InstanceList, fields => Instance(fields, jobId, null, connection, observedAt, isFromList: true));

    /// <summary>Reads a document, which can be a run, a list of runs, or a webhook with a run.</summary>
    /// <param name="tree">The document.</param>
    /// <param name="observedAt">The time when the document was read.</param>
    /// <param name="isItem">True if the document is an item of an array, which is left out if it has no id.</param>
    /// <returns>The runs. Items without an id are left out.</returns>
    /// <exception cref="ServiceErrorException">The document is an error, or contains no run.</exception>
    public static ListPage<RemoteJob> Document(ResponseTree tree, DateTimeOffset observedAt, bool isItem)
    {
        ResponseObject document = Open(tree);
        document.Int64(TotalField);
        bool isList = document.AnyFound;
        ResponseObject[] items = document.List(InstanceList, static item => item, out int received);
        if (isList || received >= 0)
        {
            IReadOnlyDictionary<string, object?> webhook = isList ? NoData.Dictionary : document.AdditionalData;
            return new(
                [.. items.Select(item => Instance(item, null, null, null, observedAt, webhook: webhook)).OfType<AlmaJobInstance>()],
                receivedCount: Math.Max(received, 0));
        }

        // The document itself can be the run. It counts as one if it has a status or a definition.
        AlmaCodedValue? status = document.Value("status", Coded);
        bool isRun = (status?.Value ?? status?.Description) is not null || document.Object("job_info", JobInfo) is not null;
        return isRun && Instance(tree.Object, null, null, null, observedAt) is { } run ? new([run])
            : isRun || (isItem && document.Id(IdField) is null) ? new([], receivedCount: 1)
            : throw new ServiceErrorException(ServiceError.UnexpectedContent);
    }

    /// <summary>Reads a response that is a definition.</summary>
    /// <exception cref="ServiceErrorException">The response is an error, or not a definition.</exception>
    public static AlmaJob Job(ResponseTree tree, string requestedId, string connection) =>
        Job(Open(tree), requestedId, connection) ?? throw new ServiceErrorException(ServiceError.UnexpectedContent);

    /// <summary>Reads a page of definitions.</summary>
    /// <exception cref="ServiceErrorException">The response is an error, or not a list of definitions.</exception>
    public static ListPage<AlmaJob> Jobs(ResponseTree tree, string connection) =>
        Page(tree, "job", fields => Job(fields, null, connection));

    /// <summary>Reads a page of events. The name of the list is not documented.</summary>
    /// <exception cref="ServiceErrorException">The response is an error, or not a list.</exception>
    public static ListPage<AlmaJobEvent> Events(ResponseTree tree, string jobId, string instanceId, string connection) =>
        Page(tree, null, fields => new AlmaJobEvent
        {
            JobId = jobId,
            InstanceId = instanceId,
            Connection = connection,
            Id = fields.Id(IdField),
            Link = fields.Uri("link"),
            AdditionalData = fields.AdditionalData,
        });

    /// <summary>Reads a page of matches. The name of the list is not documented.</summary>
    /// <exception cref="ServiceErrorException">The response is an error, or not a list.</exception>
    public static ListPage<AlmaJobMatch> Matches(ResponseTree tree, string jobId, string instanceId, string connection) =>
        Page(tree, null, fields => new AlmaJobMatch
        {
            JobId = jobId,
            InstanceId = instanceId,
            Connection = connection,
            Id = fields.Id(IdField),
            Link = fields.Uri("link"),
            AdditionalData = fields.AdditionalData,
        });

    /// <summary>
    /// Reads the parameters in the body of a request to start a run. Returns null if the body is something else.
    /// </summary>
    public static IReadOnlyList<AlmaJobParameter>? RunParameters(ResponseTree tree)
    {
        ResponseObject body = tree.Object;
        AlmaJobParameter[] parameters = body.List("parameter", Parameter, out int received);
        AlmaJobParameter[]? wrapped = body.Object("parameters", static list => list.List("parameter", Parameter));
        return wrapped ?? (received >= 0 || body.AdditionalData.Count == 0 ? parameters : null);
    }

    /// <summary>Reads a response that is a set.</summary>
    /// <exception cref="ServiceErrorException">The response is an error, or not a set.</exception>
    public static AlmaSet Set(ResponseTree tree, string? requestedId, string connection) =>
        Set(Open(tree), requestedId, connection) ?? throw new ServiceErrorException(ServiceError.UnexpectedContent);

    /// <summary>Reads a page of sets.</summary>
    /// <exception cref="ServiceErrorException">The response is an error, or not a list of sets.</exception>
    public static ListPage<AlmaSet> Sets(ResponseTree tree, string connection) =>
        Page(tree, "set", fields => Set(fields, null, connection));

    /// <summary>Reads a page of the members of a set.</summary>
    /// <exception cref="ServiceErrorException">The response is an error, or not a list of members.</exception>
    public static ListPage<AlmaSetMember> SetMembers(ResponseTree tree, string setId, string connection) =>
        Page(tree, "member", fields => fields.Id(IdField) is not { } id ? null : new AlmaSetMember
        {
            Connection = connection,
            SetId = setId,
            MemberId = id,
            Description = fields.Text("description"),
            Link = fields.Uri("link"),
            AdditionalData = fields.AdditionalData,
        });

    // A response can be an error regardless of its HTTP status.
    private static ResponseObject Open(ResponseTree tree) =>
        FindError(tree.Object, isError: false) is { } error ? throw new ServiceErrorException(error) : tree.Object;

    // The errorsExist field is authoritative. If it is missing, an error list means that there is an error.
    private static ServiceError? FindError(ResponseObject fields, bool isError)
    {
        bool? errorsExist = fields.Boolean("errorsExist");
        ServiceError? listed = fields.Object("errorList", FirstError);
        ServiceError? wrapped = fields.Object("web_service_result", Error);
        isError |= wrapped is not null || (errorsExist ?? listed is not null);
        ServiceError error = wrapped ?? listed ?? new ServiceError();
        return !isError ? null
            : error.IsEmpty && errorsExist == true ? new ServiceError { Message = "Alma reports an error without details" }
            : error;
    }

    private static ServiceError FirstError(ResponseObject fields)
    {
        ServiceError[] errors = fields.List("error", static error =>
        {
            string? code = error.Text("errorCode");
            return new ServiceError
            {
                Code = code,
                Message = error.Text("errorMessage"),
                TrackingId = error.Text("trackingId"),
                IsFromService = !string.IsNullOrWhiteSpace(code),
            };
        });
        return errors.Length > 0 ? errors[0] : new ServiceError();
    }

    // If there are no items, the list is missing. Items without an id are skipped because nothing could refer to them.
    private static ListPage<T> Page<T>(ResponseTree tree, string? name, Func<ResponseObject, T?> read)
    {
        ResponseObject page = Open(tree);
        long? total = page.Int64(TotalField);
        string? fingerprint = null;
        T[] items = name is null ? page.FirstList(read, out int received, out fingerprint) : page.List(name, read, out received);
        return page.AnyFound || received > 0
            ? new(items, total, Math.Max(received, 0), received > 0 ? fingerprint : null)
            : throw new ServiceErrorException(ServiceError.UnexpectedContent);
    }

    private static AlmaJob? Job(ResponseObject fields, string? requestedId, string connection)
    {
        string? id = fields.Id(IdField);
        string? name = fields.Text("name");
        AlmaReference? additionalInfo = fields.Object("additional_info", Reference);
        Uri? link = fields.Uri("link");
        if (requestedId is null ? id is null : !fields.AnyFound)
        {
            return null;
        }

        if (id is not null && id != (requestedId ?? id))
        {
            fields.Keep(IdField, id);
        }

        return new AlmaJob
        {
            Connection = connection,
            JobId = requestedId ?? id!,
            Name = name,
            Description = fields.Text("description"),
            Type = fields.Value("type", Coded),
            Category = fields.Value("category", Coded),
            Content = fields.Value("content", Coded),
            Schedule = fields.Value("schedule", Coded),
            NextRunInstant = fields.Time("next_run"),
            Creator = fields.Value("creator", Coded),
            Parameters = fields.List("parameter", Parameter),
            RelatedProfile = fields.Object("related_profile", Reference),
            AdditionalInfo = additionalInfo,
            Link = link,
            AdditionalData = fields.AdditionalData,
        };
    }

    private static AlmaSet? Set(ResponseObject fields, string? requestedId, string connection)
    {
        string? ownId = fields.Id(IdField);
        string? name = fields.Text("name");
        AlmaCodedValue? type = fields.Value("type", Coded);
        AlmaReference? count = fields.Value("number_of_members", CountReference);
        if ((requestedId ?? ownId) is not { } id || !fields.AnyFound)
        {
            return null;
        }

        if (ownId is not null && ownId != id)
        {
            fields.Keep(IdField, ownId);
        }

        string? isPrivate = fields.Value("private", Coded)?.Value;
        bool hasPrivate = bool.TryParse(isPrivate, out bool privateFlag);
        if (isPrivate is not null && !hasPrivate)
        {
            fields.Keep("private", isPrivate);
        }

        bool hasCount = long.TryParse(count?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long memberCount);
        if (count?.Value is { } countText && !hasCount)
        {
            fields.Keep("number_of_members", countText);
        }

        // A response can contain some of the members. They are read as a list of their own.
        fields.Object("members", static members => members.IsObject);
        return new AlmaSet
        {
            Connection = connection,
            SetId = id,
            Name = name,
            Description = fields.Text("description"),
            Type = type,
            Content = fields.Value("content", Coded),
            Private = hasPrivate ? privateFlag : null,
            Status = fields.Value("status", Coded),
            StatusDate = fields.Date("status_date"),
            Note = fields.Text("note"),
            CreatedBy = fields.Value("created_by", Coded),
            CreatedDate = fields.Date("created_date"),
            Query = fields.Value("query", Coded),
            NumberOfMembers = hasCount ? memberCount : null,
            MembersLink = count?.Link,
            AdditionalInfo = fields.Object("additional_info", Reference),
            Link = fields.Uri("link"),
            AdditionalData = fields.AdditionalData,
        };
    }

    private static AlmaJobInfo JobInfo(ResponseObject fields) => new()
    {
        Id = fields.Id(IdField),
        Name = fields.Text("name"),
        Description = fields.Text("description"),
        Type = fields.Value("type", Coded),
        Category = fields.Value("category", Coded),
        Link = fields.Uri("link"),
        AdditionalData = fields.AdditionalData,
    };

    private static AlmaCounter Counter(ResponseObject fields) => new()
    {
        Type = fields.Value("type", Coded),
        Value = fields.Text("value"),
        AdditionalData = fields.AdditionalData,
    };

    private static AlmaJobParameter Parameter(ResponseObject fields) => new()
    {
        Name = fields.Value("name", Coded),
        Value = fields.Text("value"),
        AdditionalData = fields.AdditionalData,
    };

    private static AlmaReference Reference(ResponseObject fields) => new()
    {
        Value = fields.Text("value"),
        Link = fields.Uri("link"),
        AdditionalData = fields.AdditionalData,
    };

    // A number of items is either an object with a link to them, or only the number.
    private static AlmaReference CountReference(ResponseObject fields) =>
        fields.IsObject ? Reference(fields) : new AlmaReference { Value = fields.OwnText() };

    // A coded field is either an object with a code and its description, or only the code.
    private static AlmaCodedValue Coded(ResponseObject fields) =>
        fields.IsObject ? new(fields.Text("value"), fields.Text("desc")) : new(fields.OwnText());
}
