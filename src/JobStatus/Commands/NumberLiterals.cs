using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace JobStatus.Commands;

/// <summary>
/// Finds ids that PowerShell converted to numbers. In a list such as 2.03e2,206, an id without quotation marks arrives as
/// the number 203, and only the text of the command shows what was typed.
/// </summary>
internal static class NumberLiterals
{
    // The command is parsed only if it could contain a number that is not written as its digits.
    private static readonly Regex MayDiffer = new(@"(?<![\w.$])(0|[0-9.]+[A-Za-z.])[\w.]", RegexOptions.CultureInvariant);

    /// <summary>Returns the text of an id that PowerShell changed when it converted it to a number; null if there is none.</summary>
    /// <param name="invocation">The invocation of the cmdlet.</param>
    /// <param name="ids">The ids that were bound from the command line.</param>
    public static string? FindChangedId(InvocationInfo invocation, IEnumerable<string> ids)
    {
        if (!MayDiffer.IsMatch(invocation.Line))
        {
            return null;
        }

        var known = new HashSet<string>(ids, StringComparer.Ordinal);
        Ast line = Parser.ParseInput(invocation.Line, out _, out _);
        Ast? command = line.Find(
            ast => ast is CommandAst && ast.Extent.StartColumnNumber == invocation.OffsetInLine,
            searchNestedScriptBlocks: true);
        return command?.FindAll(static ast => ast is ConstantExpressionAst, searchNestedScriptBlocks: false)
            .Cast<ConstantExpressionAst>()
            .FirstOrDefault(literal => literal is not StringConstantExpressionAst
                && JobIdArgumentAttribute.ToDigits(literal.Value) is { } digits
                && literal.Extent.Text != digits
                && known.Contains(digits))
            ?.Extent.Text;
    }
}
