using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Downloads;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alteryx;

/// <content>What starts and ends runs, and fetches what they made.</content>
public sealed partial class AlteryxClient
{
    /// <summary>
    /// Starts a run. It is never sent twice.
    /// Page: Alteryx Server API V3, "Workflow Endpoints and Parameters".
    /// </summary>
    /// <param name="run">What to start.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The job.</returns>
    /// <exception cref="JobServiceException">The run was not started, or nobody knows whether it was; the kind says why.</exception>
    public Task<AlteryxJob> StartJobAsync(AlteryxRun run, CallContext call)
    {
        string workflow = CheckId(run.WorkflowId, "Alteryx workflow id");
        return Http.SendAsync(
            new ServiceRequest(new Uri(BaseUri, $"v3/workflows/{workflow}/jobs"), Json, $"Start of Alteryx workflow {workflow}")
            {
                Method = HttpMethod.Post,
                Body = () => JsonBody.Of(run.Body),
            },
            async (answer, cancellationToken) =>
            {
                AlteryxJobWire wire = await ReadWireAsync(answer, cancellationToken).ConfigureAwait(false);
                string id = wire.Id.Value ?? wire.JobId.Value ?? throw new JsonException("The job has no id.");
                return AlteryxMapping.Job(wire, id, JobUri(id), Name, Now);
            },
            call);
    }

    /// <summary>
    /// Cancels a job.
    /// Page: Alteryx Server API V3, "Job Endpoints and Parameters".
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>A task that ends when the Server took it.</returns>
    /// <exception cref="JobServiceException">The job was not cancelled, or nobody knows whether it was; the kind says why. NotSupportedByServer: the Server is too old.</exception>
    public async Task StopJobAsync(string id, CallContext call)
    {
        string job = CheckId(id, "Alteryx job id");
        string subject = $"Stop of Alteryx job {job}";
        try
        {
            await Http.SendAsync(
                new ServiceRequest(new Uri(BaseUri, $"v3/jobs/{job}"), Json, subject) { Method = HttpMethod.Delete },
                static (_, _) => new ValueTask<bool>(true),
                call).ConfigureAwait(false);
        }
        catch (JobServiceException refusal) when (refusal.StatusCode is 404 or 405)
        {
            // The same answer means "no such job" and "no such call": the job itself tells them apart.
            await GetJobAsync(job, includeMessages: false, call).ConfigureAwait(false);
            throw NotSupported(subject, "The job is there, but this Server cannot cancel jobs: that came with later versions.", "Cancel it in the Server's own pages, or wait for it to end.", refusal);
        }
    }

    /// <summary>
    /// Saves an output of a job.
    /// Page: Alteryx Server API V1, "Get Job Output".
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="output">The output.</param>
    /// <param name="format">One of its formats.</param>
    /// <param name="destination">Where to save it.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="JobServiceException">It was not saved; the kind says why, and nothing is left of it.</exception>
    public Task<string> SaveOutputAsync(string id, AlteryxJobOutput output, string format, DownloadDestination destination, CallContext call)
    {
        string job = CheckId(id, "Alteryx job id");
        string outputId = CheckId(output.Id ?? string.Empty, "Alteryx output id");
        string own = output.FileName ?? outputId;
        string suffix = format.ToLowerInvariant();
        return Http.SaveAsync(
            new ServiceRequest(
                new Uri(BaseUri, $"v1/jobs/{job}/output/{outputId}{new QueryString().Add("format", format)}"),
                "*/*",
                $"Output {outputId} of Alteryx job {job}") { IsFile = true },
            destination,
            SafeFileName.From(suffix == "raw" ? own : Path.ChangeExtension(own.Split('/', '\\').Last(), suffix), $"{outputId}.{suffix}"),
            call);
    }

    private Uri JobUri(string id) => new(BaseUri, $"v3/jobs/{Uri.EscapeDataString(id)}");

    private static async ValueTask<AlteryxJobWire> ReadWireAsync(ServiceAnswer answer, CancellationToken cancellationToken)
    {
        AlteryxJobWire wire = await JsonAnswer.ReadFormAsync<AlteryxJobWire>(answer, cancellationToken).ConfigureAwait(false);
        if (!(wire.Id.IsMissing && wire.JobId.IsMissing && wire.Status.IsMissing))
        {
            return wire;
        }

        ServiceFault fault = AlteryxErrorDialect.Read(wire.UnknownFields);
        throw new ServiceFaultException(fault.IsEmpty ? ServiceFault.NotWhatWasAsked : fault);
    }
}
