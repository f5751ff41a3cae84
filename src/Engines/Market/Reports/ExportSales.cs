using System.Runtime.CompilerServices;
using Linli.Market.Machines;
using Linli.Market.Orders;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Reports;

/// <summary>Takes what shops sold out as a table (导出销售明细), line by line and without buyers; each export stands in the audit log.</summary>
internal sealed record ExportSales(DateOnly? From, DateOnly? Until, string? Shop, string? Township, string Format) : ICommand<SalesRows>, IAudited
{
    public string? AuditSubject => $"{Format} {From:O} {Until:O} {Shop} {Township}".TrimEnd();
}

/// <summary>The rows, fetched while they are written.</summary>
internal sealed record SalesRows(IAsyncEnumerable<IReadOnlyList<object?>> Rows);

internal sealed class ExportSalesHandler(LinliDb db, SalesBook book, IPeople people, CurrentCaller current) : IHandler<ExportSales, SalesRows>, IUseCase
{
    private const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static readonly string[] Names = ["日期", "订单", "店铺", "商品", "单位", "单价（元）", "数量", "金额（元）", "已退（元）", "产地", "结对乡镇", "直播价", "方式", "状态"];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/market/sales.csv", (UseCaseRunner run, TimeProvider time, CancellationToken cancel, DateOnly? from = null, DateOnly? until = null, string? shop = null, string? township = null) =>
                Download(run, new(from, until, shop, township, "csv"), "text/csv; charset=utf-8", TableWriter.Csv, time, cancel))
            .Needs(MarketPermissions.Read).WithTags("Market").WithSummary("What shops sold as CSV 导出 CSV").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        api.MapGet("/market/sales.xlsx", (UseCaseRunner run, TimeProvider time, CancellationToken cancel, DateOnly? from = null, DateOnly? until = null, string? shop = null, string? township = null) =>
                Download(run, new(from, until, shop, township, "xlsx"), XlsxType, output => TableWriter.Xlsx(output, "市集销售"), time, cancel))
            .Needs(MarketPermissions.Read).WithTags("Market").WithSummary("What shops sold as an Excel workbook 导出 Excel").Produces(StatusCodes.Status200OK, contentType: XlsxType);
    }

    public async Task<Result<SalesRows>> Handle(ExportSales request, CancellationToken cancel)
    {
        var period = book.Period(request.From, request.Until);
        if (!period.Ok)
            return period.As<SalesRows>();
        var ((from, until), scopes) = (period.Value, current.Value.ScopesFor(MarketPermissions.Read));

        // The same as on the page: what was cancelled was not sold.
        var orders = db.Scoped<Order>(scopes).AsNoTracking().Where(o => o.Day >= from && o.Day <= until && o.State != OrderState.Cancelled);
        // Of any place; their purchases are narrowed by theirs.
        var machines = db.Unfiltered<Machine>();
        if (request.Shop is { Length: > 0 } shop)
            (orders, machines) = (orders.Where(o => o.Shop == shop), machines.Where(m => m.Shop == shop));
        var township = request.Township is { Length: > 0 } named ? named : null;
        var lines = db.Records<OrderLine>().AsNoTracking().Where(l => township == null || l.Township == township).Join(orders, l => l.Order, o => o.Id, (l, o) => new { Line = l, Order = o })
            .OrderBy(x => x.Order.Day).ThenBy(x => x.Order.Number).ThenBy(x => x.Line.Line).Select(x => new SoldLine(x.Line, x.Order));
        var atMachines = township is null ? await MachineSales.Read(MachineSales.Of(db, db.Scoped<MachineSession>(scopes), machines), from, until, cancel) : [];
        var names = (await people.Teams(cancel)).ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal);
        return new SalesRows(Rows(lines.AsAsyncEnumerable(), atMachines, names, CancellationToken.None));
    }

    private static async IAsyncEnumerable<IReadOnlyList<object?>> Rows(
        IAsyncEnumerable<SoldLine> lines, IReadOnlyList<MachineSales.Sold> machines, Dictionary<string, Phrase> shops, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var (line, order) in lines.WithCancellation(cancel))
            yield return
            [
                order.Day, order.Number, shops.GetValueOrDefault(order.Shop, new(order.Shop, order.Shop)).Zh, line.NameZh, line.UnitZh, line.PriceFen / 100m, line.Count - line.PutBack, line.TotalFen / 100m,
                line.RefundedFen / 100m, line.OriginZh, line.Township, line.Event is null ? null : "是", OrderWords.Of(order.Way).Zh, OrderWords.Of(order.State, order.Way).Zh,
            ];
        foreach (var sold in machines.OrderBy(s => s.Day))
            yield return
            [
                sold.Day, null, shops.GetValueOrDefault(sold.Shop, new(sold.Shop, sold.Shop)).Zh, sold.Name.Zh, null, null, sold.Count, sold.SoldFen / 100m, sold.BackFen / 100m, null, null, null, "无人设备", "已结算",
            ];
    }

    private static async Task<IResult> Download(UseCaseRunner run, ExportSales request, string mediaType, Func<Stream, TableWriter> writer, TimeProvider time, CancellationToken cancel)
    {
        var export = await run.Run(request, cancel);
        if (!export.Ok)
            return ProblemResults.From(export.Problems);
        return TypedResults.Stream(
            async output =>
            {
                await using var table = writer(output);
                await table.WriteHeaderAsync(Names, cancel);
                await foreach (var row in export.Value.Rows.WithCancellation(cancel))
                    await table.WriteRowAsync(row, cancel);
                await table.CompleteAsync(cancel);
            },
            mediaType, $"market-sales-{LocalTime.Today(time):yyyyMMdd}.{request.Format}");
    }

    private sealed record SoldLine(OrderLine Line, Order Order);
}
