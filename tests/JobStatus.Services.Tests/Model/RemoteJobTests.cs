using System;
using System.Linq;
using Xunit;

namespace JobStatus.Services.Tests.Model;

public sealed class RemoteJobTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<object> WithoutValues =>
    [
        new AlmaJobInstance(),
        new AlmaJobInfo(),
        new AlmaCounter(),
        new XplentyJob(),
        new XplentyJobOutput(),
        new XplentyComponent(),
        new XplentyJobCreator(),
        new XplentyReference(),
        new XplentyLogSummary(),
        new AlteryxJob(),
        new AlteryxJobOutput(),
        new AlteryxJobMessage(),
    ];

    public static TheoryData<object> WithUnsafeText =>
    [
        new AlmaJobInstance { Id = UnsafeText.All, Name = UnsafeText.All },
        new XplentyJob { Id = UnsafeText.All },
        new AlteryxJob { Id = "1", Name = UnsafeText.All },
        new AlmaCodedValue(UnsafeText.All),
        new AlmaCodedValue("code", UnsafeText.All),
        new AlmaCounter { Type = new(UnsafeText.All), Value = UnsafeText.All },
        new AlmaJobInfo { Name = UnsafeText.All },
        new AlmaJobInfo { Id = UnsafeText.All },
        new XplentyJobOutput { Name = UnsafeText.All },
        new XplentyComponent { Name = UnsafeText.All },
        new XplentyJobCreator { DisplayName = UnsafeText.All },
        new XplentyJobCreator { Type = UnsafeText.All },
        new XplentyReference { Name = UnsafeText.All },
        new XplentyLogSummary { Body = UnsafeText.All },
        new XplentyLogSummary { ErrorSummary = UnsafeText.All },
        new AlteryxJobOutput { FileName = UnsafeText.All },
        new AlteryxJobOutput { Id = UnsafeText.All },
        new AlteryxJobMessage { Text = UnsafeText.All },
    ];

    [Theory]
    [InlineData(7.0, 5.0, 3.0, 7.0)]
    [InlineData(0.0, 5.0, 3.0, 0.0)]
    [InlineData(-1.0, 5.0, 3.0, 5.0)]
    [InlineData(null, 5.0, 3.0, 5.0)]
    [InlineData(null, 0.0, 3.0, 0.0)]
    [InlineData(null, -1.0, 3.0, 3.0)]
    [InlineData(null, null, 0.0, 0.0)]
    [InlineData(null, null, -1.0, null)]
    public void The_duration_is_the_given_one_or_else_the_reported_one_or_else_the_measured_one(
        double? given, double? reported, double measured, double? expected)
    {
        AlteryxJob job = new()
        {
            Status = "Running",
            Duration = given is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            ExecutionTime = reported is { } time ? TimeSpan.FromSeconds(time) : null,
            StartedInstant = Noon,
            ObservedInstant = Noon.AddSeconds(measured),
        };

        Assert.Equal(expected, job.Duration?.TotalSeconds);
    }

    [Theory]
    [InlineData("completed", 1, 2, 3, 4, 1)]
    [InlineData("completed", null, 2, 3, 4, 2)]
    [InlineData("completed", null, null, 3, 4, 3)]
    [InlineData("running", null, null, 3, 4, 4)]
    [InlineData("completed", null, null, null, 4, null)]
    public void Jobs_are_sorted_by_their_start_or_else_by_the_next_best_time(
        string status, int? started, int? submitted, int? finished, int observed, int? expected)
    {
        XplentyJob job = new()
        {
            Status = status, StartedInstant = At(started), SubmittedInstant = At(submitted), FinishedInstant = At(finished),
            ObservedInstant = At(observed),
        };

        Assert.Equal(At(expected), job.SortInstant);

        static DateTimeOffset? At(int? hour) => hour is { } hours ? Noon.AddHours(hours) : null;
    }

    [Theory]
    [InlineData("running", "Running (status: running)")]
    [InlineData("on\nhold", "Unknown (status: on hold)")]
    [InlineData(null, "Unknown (status: none)")]
    public void The_text_of_a_state_has_the_status(string? status, string expected) =>
        Assert.Equal(expected, new XplentyJob { Status = status }.StateText);

    [Fact]
    public void A_job_without_a_number_has_no_id() => Assert.Equal(string.Empty, new XplentyJob { JobId = null }.Id);

    [Fact]
    public void A_definition_is_shown_as_its_id_and_its_name()
    {
        Assert.Equal("S1 (Export)", new AlmaJob { JobId = "S1", Name = "Export" }.ToString());
        Assert.Equal("S1", new AlmaJob { JobId = "S1" }.ToString());
    }

    [Theory]
    [MemberData(nameof(WithoutValues), DisableDiscoveryEnumeration = true)]
    public void Lists_and_additional_data_are_never_null(object value)
    {
        Type[] collections = [typeof(System.Collections.IEnumerable)];
        foreach (var property in value.GetType().GetProperties()
            .Where(property =>
                property.PropertyType != typeof(string) && collections.Any(type => type.IsAssignableFrom(property.PropertyType))))
        {
            Assert.Empty(Assert.IsType<System.Collections.IEnumerable>(property.GetValue(value), exactMatch: false));
        }

        Assert.Contains(value.GetType().GetProperties(), property => property.Name == nameof(RemoteJob.AdditionalData));
    }

    [Theory]
    [MemberData(nameof(WithoutValues), DisableDiscoveryEnumeration = true)]
    public void ToString_works_if_no_property_is_set(object value) =>
        Assert.NotNull(value.ToString());

    [Theory]
    [MemberData(nameof(WithUnsafeText), DisableDiscoveryEnumeration = true)]
    public void ToString_returns_one_line_without_control_characters(object value)
    {
        string text = value.ToString()!;

        Assert.DoesNotContain(text, UnsafeText.IsUnsafe);
        Assert.Contains("red", text, StringComparison.Ordinal);
        Assert.Contains("two lines", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_do_not_contain_control_characters()
    {
        RemoteJob[] jobs =
        [
            new AlmaJobInstance { Status = "FAILED", Alerts = [new("a", UnsafeText.All)] },
            new XplentyJob { Status = "failed", Errors = UnsafeText.All },
            new AlteryxJob { Status = "Error", Messages = [new() { Status = 3, Text = UnsafeText.All }] },
        ];

        Assert.All(jobs, job => Assert.DoesNotContain(job.Message!, UnsafeText.IsUnsafe));
    }

    [Fact]
    public void Values_of_the_service_are_kept_unchanged()
    {
        AlmaJobInstance job = new() { Name = UnsafeText.All, Status = UnsafeText.All, StatusDescription = UnsafeText.All };

        Assert.Equal(UnsafeText.All, job.Name);
        Assert.Equal(UnsafeText.All, job.Status);
        Assert.Equal(UnsafeText.All, job.StatusDescription);
    }

    [Theory]
    [InlineData("Orders", "Xplenty 157 (Orders)")]
    [InlineData(" Orders \n to warehouse ", "Xplenty 157 (Orders to warehouse)")]
    [InlineData(" ", "Xplenty 157")]
    [InlineData(null, "Xplenty 157")]
    public void The_text_of_a_job_contains_its_service_its_id_and_its_name(string? name, string expected) =>
        Assert.Equal(expected, new XplentyJob { Id = "157", Name = name }.ToString());
}
