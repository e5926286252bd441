using System;
using Xunit;

namespace JobStatus.Services.Tests.Model;

public sealed class AlteryxJobTests
{
    [Theory]
    [InlineData("Created", null, RemoteJobState.Queued, false)]
    [InlineData("Queued", "None", RemoteJobState.Queued, false)]
    [InlineData("Initializing", "None", RemoteJobState.Running, false)]
    [InlineData("Running", null, RemoteJobState.Running, false)]
    [InlineData("Running", "Error", RemoteJobState.Running, false)]
    [InlineData("Queued", "Success", RemoteJobState.Queued, false)]
    [InlineData("Completed", "Success", RemoteJobState.Completed, true)]
    [InlineData("Completed", "Warning", RemoteJobState.Warning, true)]
    [InlineData("Completed", "Error", RemoteJobState.Failed, true)]
    [InlineData("Completed", "UnresolvedError", RemoteJobState.Failed, true)]
    [InlineData("Completed", "Cancelled", RemoteJobState.Stopped, true)]
    [InlineData("Completed", "None", RemoteJobState.Unknown, true)]
    [InlineData("Completed", "", RemoteJobState.Unknown, true)]
    [InlineData("Completed", null, RemoteJobState.Unknown, true)]
    [InlineData("Completed", "Splendid", RemoteJobState.Unknown, true)]
    [InlineData("Complete", "Success", RemoteJobState.Completed, true)]
    [InlineData("Complete", "Error", RemoteJobState.Failed, true)]
    [InlineData("Complete", null, RemoteJobState.Unknown, true)]
    [InlineData("completed", "SUCCESS", RemoteJobState.Completed, true)]
    [InlineData("COMPLETED", "error", RemoteJobState.Failed, true)]
    [InlineData("Cancelled", "None", RemoteJobState.Stopped, true)]
    [InlineData("Cancelled", "Success", RemoteJobState.Stopped, true)]
    [InlineData("Error", null, RemoteJobState.Failed, true)]
    [InlineData("Error", "Success", RemoteJobState.Failed, true)]
    [InlineData("Timeout", null, RemoteJobState.Failed, true)]
    [InlineData("string", "string", RemoteJobState.Unknown, false)]
    [InlineData("Done", "Success", RemoteJobState.Unknown, false)]
    [InlineData("", "Success", RemoteJobState.Unknown, false)]
    [InlineData(null, "Success", RemoteJobState.Unknown, false)]
    [InlineData(null, null, RemoteJobState.Unknown, false)]
    public void Status_and_disposition_together_determine_the_state(
        string? status, string? disposition, RemoteJobState state, bool isFinished)
    {
        AlteryxJob job = new() { Status = status, Disposition = disposition };

        Assert.Equal(state, job.State);
        Assert.Equal(isFinished, job.IsFinished);
        Assert.Equal(status, job.Status);
        Assert.Equal(disposition, job.Disposition);
    }

    [Theory]
    [InlineData(1, AlteryxMessageSeverity.Information)]
    [InlineData(2, AlteryxMessageSeverity.Warning)]
    [InlineData(3, AlteryxMessageSeverity.Error)]
    [InlineData(5, AlteryxMessageSeverity.FieldConversionError)]
    [InlineData(6, AlteryxMessageSeverity.ConversionLimitReached)]
    [InlineData(20, AlteryxMessageSeverity.LowDiskSpace)]
    [InlineData(0, AlteryxMessageSeverity.Unknown)]
    [InlineData(4, AlteryxMessageSeverity.Unknown)]
    [InlineData(-1, AlteryxMessageSeverity.Unknown)]
    [InlineData(null, AlteryxMessageSeverity.Unknown)]
    public void The_status_number_of_a_message_maps_to_a_severity_and_is_kept(int? status, AlteryxMessageSeverity severity)
    {
        AlteryxJobMessage message = new() { Status = status };

        Assert.Equal(severity, message.Severity);
        Assert.Equal(status, message.Status);
    }

    [Fact]
    public void The_message_of_a_failed_job_contains_its_first_error_and_the_number_of_further_errors()
    {
        AlteryxJob job = Failed(
            Message(1, "Started"),
            Message(2, "Odd value"),
            Message(3, "No\r\ninput file"),
            Message(3, " "),
            Message(3, "Ended with errors"));

        Assert.Equal("No input file (and 1 more)", job.Message);
    }

    [Fact]
    public void The_message_of_a_failed_job_with_one_error_is_that_error() =>
        Assert.Equal("No input file", Failed(Message(3, "No input file"), Message(1, "Ended")).Message);

    [Fact]
    public void The_message_of_a_failed_job_without_errors_contains_its_warnings() =>
        Assert.Equal("Odd value", Failed(Message(1, "Started"), Message(2, "Odd value")).Message);

    [Fact]
    public void A_failed_job_without_errors_or_warnings_has_no_message() =>
        Assert.Null(Failed(Message(1, "Started"), Message(3, null)).Message);

    [Fact]
    public void The_message_of_a_failed_job_without_errors_or_warnings_is_a_text_without_a_status()
    {
        Assert.Equal("Text", Failed(Message(1, "Started"), Message(null, "Text"), Message(3, null)).Message);
        Assert.Equal("Odd value", Failed(Message(null, "Text"), Message(2, "Odd value")).Message);
    }

    [Theory]
    [InlineData("Completed", "Success")]
    [InlineData("Running", "None")]
    [InlineData("string", "string")]
    public void A_successful_or_unfinished_job_has_no_message(string status, string disposition) =>
        Assert.Null(new AlteryxJob { Status = status, Disposition = disposition, Messages = [Message(3, "Text")] }.Message);

    [Fact]
    public void The_message_of_a_finished_job_with_an_unknown_disposition_contains_its_errors() =>
        Assert.Equal("Text", new AlteryxJob { Status = "Completed", Messages = [Message(3, "Text")] }.Message);

    [Fact]
    public void Properties_that_Alteryx_does_not_report_are_null()
    {
        AlteryxJob job = new() { Status = "Completed", Disposition = "Success", ExecutionTime = TimeSpan.FromSeconds(5) };

        Assert.Null(job.PercentComplete);
        Assert.Null(job.FinishedInstant);
        Assert.Equal(TimeSpan.FromSeconds(5), job.Duration);
        Assert.Null(new AlteryxJob().Duration);
    }

    [Fact]
    public void The_text_of_an_output_or_a_message_is_its_best_known_property()
    {
        Assert.Equal("report.yxdb", new AlteryxJobOutput { Id = "1", FileName = "report.yxdb" }.ToString());
        Assert.Equal("1", new AlteryxJobOutput { Id = "1" }.ToString());
        Assert.Equal("Started", new AlteryxJobMessage { Text = "Started" }.ToString());
        Assert.Equal("", new AlteryxJobMessage().ToString());
    }

    [Fact]
    public void The_workflow_is_the_known_one_or_else_the_application()
    {
        Assert.Equal("w", new AlteryxJob { WorkflowId = "w", AppId = "a" }.WorkflowId);
        Assert.Equal("a", new AlteryxJob { AppId = "a" }.WorkflowId);
    }

    private static AlteryxJob Failed(params AlteryxJobMessage[] messages) =>
        new() { Status = "Completed", Disposition = "Error", Messages = messages };

    private static AlteryxJobMessage Message(int? status, string? text) => new() { Status = status, Text = text };
}
