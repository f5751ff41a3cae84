using Microsoft.AspNetCore.Components;

namespace Linli.Web;

/// <summary>A column of a <see cref="DataTable{TRow}"/>.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Cell">Draws the cell of a row.</param>
/// <param name="SortKey">Name under which the column sorts, or <c>null</c>.</param>
/// <param name="IsNumber">Whether the cells are figures, set to the right.</param>
public sealed record Column<TRow>(string Title, RenderFragment<TRow> Cell, string? SortKey = null, bool IsNumber = false)
{
    /// <summary>A column of plain text.</summary>
    public Column(string title, Func<TRow, string?> text, string? sortKey = null, bool isNumber = false)
        : this(title, row => builder => builder.AddContent(0, text(row)), sortKey, isNumber)
    {
    }
}
