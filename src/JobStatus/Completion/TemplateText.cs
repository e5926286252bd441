using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>Offers a hashtable to fill in, with the names that it can have: all of them, or one.</summary>
internal static class TemplateText
{
    public static IEnumerable<CompletionResult> Offer(CompletionRequest request, IEnumerable<Slot> slots)
    {
        Slot[] known = slots.Where(slot => CompletionText.IsPlain(slot.Name)).ToArray();
        Slot[] meant = known.Where(slot => request.Starts(slot.Name)).ToArray();
        IEnumerable<CompletionResult> each = meant.Select(slot => CompletionText.OfferCode(Code([slot]), slot.Name, slot.ToolTip));
        return known.Length > 1 && meant.Length == known.Length
            ? each.Prepend(CompletionText.OfferCode(Code(known), string.Join(", ", known.Select(slot => slot.Name))))
            : each;
    }

    private static string Code(IEnumerable<Slot> slots) =>
        $"@{{ {string.Join("; ", slots.Select(slot => $"{CompletionText.QuoteAlways(slot.Name)} = {CompletionText.QuoteAlways(CompletionText.IsPlain(slot.Value) ? slot.Value! : string.Empty)}"))} }}";

    /// <summary>A name to give a value to.</summary>
    internal sealed class Slot
    {
        public Slot(string? name, string? value, string? toolTip)
        {
            Name = name ?? string.Empty;
            Value = value;
            ToolTip = toolTip;
        }

        public string Name { get; }

        /// <summary>The value that it has without one being given.</summary>
        public string? Value { get; }

        public string? ToolTip { get; }
    }
}
