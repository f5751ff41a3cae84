using System.Globalization;
using Linli.Web;

namespace Linli.People.Register;

/// <summary>Dates of forms.</summary>
internal static class FormDate
{
    /// <summary>A date as the browser sends it; what cannot be read counts as not given.</summary>
    public static DateOnly? Of(PostedForm form, string name) =>
        DateOnly.TryParseExact(form.Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
