using System.Security.Cryptography;
using Linli.Platform.Text;

namespace Linli.Neighbours.Goodwill.Donations;

/// <summary>What holds for parcels; decided on values, without a database.</summary>
internal static class ParcelRules
{
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    /// <summary>Whether a parcel may go on to a state: forward only, and never again once it was confirmed.</summary>
    public static bool MayGo(ParcelState from, ParcelState to) => (from, to) switch
    {
        (ParcelState.Confirmed, _) => false,
        // A lost parcel may turn up: whoever opens it says so.
        (ParcelState.Lost, _) => to is ParcelState.Delivered or ParcelState.Confirmed,
        (ParcelState.Packed, ParcelState.Sent) => true,
        (ParcelState.Packed, _) => false,
        (ParcelState.OnTheWay, ParcelState.OnTheWay) => true,
        // What was delivered cannot be lost by the courier.
        (ParcelState.Delivered, ParcelState.Lost) => false,
        _ => to > from,
    };

    /// <summary>Ten letters and digits that cannot be mixed up, from the cryptographic source: nobody guesses another's box.</summary>
    public static string NewCode() => RandomNumberGenerator.GetString(Letters, 10);

    public static Phrase Of(ParcelState state) => state switch
    {
        ParcelState.Packed => ("已装箱", "Packed"),
        ParcelState.Sent => ("已寄出", "Sent"),
        ParcelState.OnTheWay => ("运输中", "On its way"),
        ParcelState.Delivered => ("已送达", "Delivered"),
        ParcelState.Confirmed => ("受赠方已签收", "Confirmed by the recipient"),
        _ => ("丢失", "Lost"),
    };

    public static Phrase Of(GoodsKind kind) => kind switch
    {
        GoodsKind.Books => ("图书", "Books"),
        GoodsKind.Stationery => ("文具", "Stationery"),
        GoodsKind.Clothes => ("衣物", "Clothes"),
        GoodsKind.Sports => ("体育用品", "Sports"),
        _ => ("其他", "Other"),
    };

    public static Phrase Of(DonationState state) => state switch
    {
        DonationState.Registered => ("已登记，请送到服务台", "Registered: bring it to the desk"),
        DonationState.Received => ("已收到", "Received"),
        _ => ("已取消", "Called off"),
    };
}
