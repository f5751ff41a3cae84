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

namespace Linli.Services.Retail;

/// <summary>Enters a shop's space, or changes who has it (维护铺位).</summary>
/// <param name="Number">On the plan, 1–20 characters.</param>
/// <param name="Merchant">Who has it, at most 40 characters; empty while it is vacant.</param>
/// <param name="Trade">What is sold, 1–20 characters.</param>
/// <param name="AreaM2">1 to 20,000 square metres.</param>
/// <param name="Hours">As OpenStreetMap writes opening hours.</param>
internal sealed record KeepUnit(string Number, string? Merchant, string Trade, decimal AreaM2, string Hours) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public string Area { get; init; } = "";

    [JsonIgnore]
    public string Code { get; init; } = "";

    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (Code is not { Length: >= 2 and <= 40 } || !Code.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
            yield return Problem.Invalid("code", "services.unit_code", "铺位代码为 2–40 个小写字母、数字和短横线。", "A code has 2–40 lower-case letters, digits and hyphens.");
        if (!PlainText.TryCleanLine(Number, 20, out var number) || number.Length == 0)
            yield return Problem.Invalid("number", "services.unit_number", "请填写铺位号（1–20 个字）。", "Give its number on the plan (1–20 characters).");
        if (!PlainText.TryCleanLine(Merchant, 40, out _))
            yield return Problem.Invalid("merchant", "services.unit_merchant", "商户名称不超过 40 个字。", "A merchant's name has at most 40 characters.");
        if (!PlainText.TryCleanLine(Trade, 20, out var trade) || trade.Length == 0)
            yield return Problem.Invalid("trade", "services.unit_trade", "请填写业态（1–20 个字）。", "Say what is sold (1–20 characters).");
        if (AreaM2 is < 1 or > 20_000)
            yield return Problem.Invalid("areaM2", "services.unit_area", "面积应为 1–20000 平方米。", "The area is 1 to 20,000 m².");
        if (!OpeningTimes.TryParse(Hours, out _))
            yield return Problem.Invalid("hours", "services.unit_hours", "营业时间写法如 Mo-Su 10:00-22:00。", "Write the hours like Mo-Su 10:00-22:00.");
    }
}

internal sealed class KeepUnitHandler(LinliDb db, CurrentCaller current) : IHandler<KeepUnit, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/retail/areas/{area}/units/{code}", (string area, string code, KeepUnit request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Area = area, Code = code }, cancel))
            .Needs(RetailParts.Permission).WithTags("Retail").WithSummary("Enter a shop's space 维护铺位");

    public async Task<Result<Done>> Handle(KeepUnit request, CancellationToken cancel)
    {
        if (await db.Scoped<RetailArea>(current.Value.ScopesFor(RetailParts.Permission)).AsNoTracking().SingleOrDefaultAsync(a => a.Code == request.Area, cancel) is not { } area)
            return RetailParts.NoArea;
        PlainText.TryCleanLine(request.Number, 20, out var number);
        PlainText.TryCleanLine(request.Merchant, 40, out var merchant);
        PlainText.TryCleanLine(request.Trade, 20, out var trade);
        // A code is one of all areas: counters name it.
        var unit = await db.Unfiltered<RetailUnit>().SingleOrDefaultAsync(u => u.Code == request.Code, cancel);
        if (unit is not null && unit.Area != area.Code)
            return Problem.Conflict("services.unit_there", "这个代码已用于另一个商圈的铺位。", "The code is of a space in another area.") with { Field = "code" };
        if (unit is null)
            db.Insert(unit = new() { Code = request.Code, Area = area.Code, Scope = area.Scope, Number = number, Trade = trade, AreaDm2 = 0, Hours = request.Hours });
        (unit.Number, unit.Merchant, unit.Trade, unit.AreaDm2, unit.Hours) = (number, merchant.Length == 0 ? null : merchant, trade, (int)(request.AreaM2 * 100), request.Hours);
        return Done.It;
    }
}
