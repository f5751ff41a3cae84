using System.Text.Json.Serialization;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Offerings;

/// <summary>Writes down what is no room but cannot be in two sessions at the same time: a teacher, a desk, a window (登记资源).</summary>
/// <param name="Kind">teacher, desk, window or copy.</param>
/// <param name="Place">Code of its place.</param>
/// <param name="NameZh">1–60 characters; of a person what is on the door, such as 王老师.</param>
/// <param name="NameEn">At most 100 characters.</param>
internal sealed record KeepResource(string Kind, string Place, string NameZh, string? NameEn = null) : ICommand<Done>, IAudited
{
    [JsonIgnore]
    public string Code { get; init; } = "";

    public string? AuditSubject => Code;
}

internal sealed class KeepResourceHandler(LinliDb db, IScopeTree tree, CurrentCaller current) : IHandler<KeepResource, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/bookings/resources/{code}", (string code, KeepResource request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Code = code }, cancel))
            .Needs(BookingsPermissions.Keep).WithTags("Bookings").WithSummary("Write down a teacher, a desk or a window 登记资源");

    public async Task<Result<Done>> Handle(KeepResource request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place) is not { } place || !current.Value.May(BookingsPermissions.Keep, place.Path))
            return Problem.Invalid("place", "bookings.place_unknown", "请选择地点。", "Choose a place.");
        if (request.Kind == ResourceKinds.Space || !ResourceKinds.Names.ContainsKey(request.Kind))
            return Problem.Invalid("kind", "bookings.resource_kind", "类别只有：教师 teacher、座位 desk、窗口 window、复本 copy；场地请从空间台账开放。", "The kinds are teacher, desk, window and copy; rooms come from the space ledger.");
        if (request.Code.Length is < 2 or > 60 || !request.Code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            return Problem.Invalid("code", "bookings.resource_code", "代码为 2–60 个小写字母、数字或连字符。", "A code has 2–60 lower-case letters, digits or hyphens.");
        if (!PlainText.TryCleanLine(request.NameZh, 60, out var zh) || zh.Length == 0 || !PlainText.TryCleanLine(request.NameEn, 100, out var en))
            return Problem.Invalid("nameZh", "bookings.resource_name", "请填写名称（1–60 个字）。", "Give a name of 1–60 characters.");
        var row = await db.Unfiltered<ResourceRow>().SingleOrDefaultAsync(r => r.Code == request.Code, cancel);
        if (row is not null && (row.Kind != request.Kind || !current.Value.May(BookingsPermissions.Keep, row.Scope)))
            return Problem.Conflict("bookings.resource_taken", "这个代码已被占用。", "This code is taken.");
        if (row is null)
            db.Insert(row = new() { Code = request.Code, Kind = request.Kind, Scope = place.Path.Value, NameZh = zh, NameEn = zh, Capacity = 1, SetUpMinutes = 0, Uses = "", Version = 0 });
        (row.Scope, row.NameZh, row.NameEn, row.Version) = (place.Path.Value, zh, en.Length == 0 ? zh : en, row.Version + 1);
        return Done.It;
    }
}
